// SPDX-License-Identifier: BSL-1.0
#include <memory>
#include <string>
#include <vector>

#include <tidemark/plugin/library.hpp>
#include <tidemark/source/data_source.hpp>

#include "catch.hpp"

using namespace tidemark;

namespace {

result<std::unique_ptr<source::data_source>> create(const plugin::option_values&) {
  return failure("never called");
}

constexpr plugin::option_spec sound[] = {{.name = "path"}, {.name = "limit"}};
constexpr plugin::option_spec twice[] = {{.name = "path"}, {.name = "path"}};
constexpr plugin::option_spec nameless[] = {{.name = "Path"}};

plugin::manifest of(plugin::kind provides, std::string_view name,
                    const plugin::option_spec* options = nullptr, std::size_t count = 0) {
  return {.provides = provides, .name = name, .version = "1", .options = options,
          .option_count = count, .create_source = create};
}

}  // namespace

TEST_CASE("an invalid manifest is reported with what is wrong") {
  using plugin::kind;
  struct row {
    std::string name;
    plugin::manifest given;
    std::string expected;
  };
  const std::string no_create = "no function to create what it provides";
  const std::vector<row> rows{
      {"sound", of(kind::source, "shop_2", sound, 2), ""},
      {"no options", of(kind::source, "shop"), ""},
      {"no name", of(kind::source, ""), "the name \"\" is invalid: use a-z, 0-9 and _"},
      {"a name that YAML would read otherwise", of(kind::source, "a: b"),
       "the name \"a: b\" is invalid: use a-z, 0-9 and _"},
      {"the function of another kind", of(kind::storage, "shop"), no_create},
      {"an enricher without its function", of(kind::enricher, "shop"), no_create},
      {"a kind that there is not", of(static_cast<kind>(9), "shop"), no_create},
      {"options without an array", of(kind::source, "shop", nullptr, 1),
       "options without their list"},
      {"a repeated option", of(kind::source, "shop", twice, 2),
       "the option \"path\" is declared twice"},
      {"an option with capitals", of(kind::source, "shop", nameless, 1),
       "the option name \"Path\" is invalid: use a-z, 0-9 and _"},
  };
  for (const auto& [name, given, expected] : rows) {
    INFO(name);
    CHECK(plugin::manifest_fault(given) == expected);
  }
}
