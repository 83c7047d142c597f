// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/value/nearest.hpp>

#include "catch.hpp"

using namespace tidemark;

TEST_CASE("an unknown name suggests the most similar one, or lists all") {
  struct row {
    std::string name;
    std::string expected;
  };
  const std::vector<row> rows{
      {"gmv_cent", "; did you mean \"gmv_cents\"?"},
      {"gmvcents", "; did you mean \"gmv_cents\"?"},
      {"veiws", "; did you mean \"views\"?"},
      {"Views", "; did you mean \"views\"?"},
      {"duration", "; known: gmv_cents, views, ctr"},
      {"", "; known: gmv_cents, views, ctr"},
      {"ctl", "; did you mean \"ctr\"?"},
      {"x", "; known: gmv_cents, views, ctr"},
  };
  constexpr std::array<std::string_view, 3> known{"gmv_cents", "views", "ctr"};
  for (const auto& [name, expected] : rows) {
    INFO(name);
    CHECK(did_you_mean(name, known) == expected);
  }
  CHECK(did_you_mean("x", std::vector<std::string>{}).empty());
}

TEST_CASE("the distance is the number of single-character edits") {
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "abc") == 0);
  CHECK(edit_distance("kitten", "sitting") == 3);
}
