// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <vector>

#include <tidemark/plugin/stamp.hpp>

#include "catch.hpp"

namespace plugin = tidemark::plugin;

TEST_CASE("the stamp of this build has every part, in the documented form") {
  std::string expected = "tidemark_stamp__abi" + std::to_string(TIDEMARK_ABI) + "__";
#if defined(__clang__)
  expected += "clang" + std::to_string(__clang_major__);
#else
  expected += "gcc" + std::to_string(__GNUC__);
#endif
  expected += "__libstdcxx" + std::to_string(_GLIBCXX_RELEASE) + "__cxx11abi" +
              std::to_string(_GLIBCXX_USE_CXX11_ABI) + "__boost" + std::to_string(BOOST_VERSION);
  CHECK(plugin::own_stamp == expected);
}

TEST_CASE("stamps are compared part by part, with both values") {
  const std::string own = "tidemark_stamp__abi9__gcc12__libstdcxx12__cxx11abi1__boost108100";
  struct row {
    std::string name;
    std::string given;
    std::string expected;
  };
  const std::vector<row> rows{
      {"the same", own, ""},
      {"the interfaces", "tidemark_stamp__abi1__gcc12__libstdcxx12__cxx11abi1__boost108100",
       "ABI number 1 (here 9)"},
      {"the compiler", "tidemark_stamp__abi9__clang16__libstdcxx12__cxx11abi1__boost108100",
       "compiler clang16 (here gcc12)"},
      {"the library", "tidemark_stamp__abi9__gcc12__libcxx160006__abi1__boost108100",
       "standard library libcxx160006 (here libstdcxx12), ABI of the standard library 1 (here "
       "cxx11abi1)"},
      {"a checked library",
       "tidemark_stamp__abi9__gcc12__libstdcxx12__debug_cxx11abi1__boost108100",
       "ABI of the standard library debug_cxx11abi1 (here cxx11abi1)"},
      {"Boost", "tidemark_stamp__abi9__gcc12__libstdcxx12__cxx11abi1__boost108300",
       "Boost 108300 (here 108100)"},
      {"a part less", "tidemark_stamp__abi1__gcc12__libstdcxx_cxx11abi1",
       "stamp tidemark_stamp__abi1__gcc12__libstdcxx_cxx11abi1 (here " + own + ")"},
      {"a part more", own + "__x", "stamp " + own + "__x (here " + own + ")"},
  };
  for (const auto& [name, given, expected] : rows) {
    INFO(name);
    CHECK(plugin::stamp_difference(given, own) == expected);
  }
}
