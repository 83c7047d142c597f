// SPDX-License-Identifier: BSL-1.0
#include <csv/csv_columns.hpp>

#include <string>
#include <vector>

#include <catch.hpp>

using namespace tidemark;
using namespace tidemark::source;

namespace {

using mapping = std::vector<std::pair<std::string, std::string>>;

/// The columns as `name=cell`, sorted as found, then the remarks; or the error.
std::string found(std::vector<std::string_view> header, mapping columns = {}) {
  std::vector<std::string> remarks;
  const auto result = find_columns(header, {',', std::move(columns)}, remarks);
  if (!result) return "error: " + result.error().message;
  std::string text;
  for (const auto& column : *result)
    text += (text.empty() ? "" : " ") + column.name + "=" + std::to_string(column.cell);
  for (const auto& remark : remarks) text += "; " + remark;
  return text;
}

}  // namespace

TEST_CASE("columns are found by their header names") {
  struct {
    const char* name;
    std::vector<std::string_view> header;
    mapping columns;
    const char* expected;
  } const cases[] = {
      {"raw names", {"id", "gmv"}, {}, "id=0 gmv=1"},
      {"unknown names are read, too", {"x", "id", ""}, {}, "x=0 id=1 =2"},
      {"a mapped name", {"Video", "Sales"}, {{"id", "Video"}, {"gmv", "Sales"}}, "id=0 gmv=1"},
      {"one column under two names", {"id", "n"}, {{"views", "n"}, {"likes", "n"}},
       "views=1 likes=1 id=0"},
      {"an alias", {"id", "units_sold"}, {}, "id=0 units_sold=1"},
      {"a repeated name", {"gmv", "id", "gmv"}, {},
       "id=1 gmv=2; column \"gmv\" stands twice; the last counts"},
      {"a name that is mapped to another column", {"id", "gmv", "Sales"}, {{"gmv", "Sales"}},
       "gmv=2 id=0; column \"gmv\" is left out: \"columns\" names another one for it"},
      {"no id", {"Id", "gmv"}, {},
       "error: no column \"id\"; the header has \"Id\", \"gmv\"; map the one that holds it, as in "
       "columns: {id: \"Video ID\"}"},
      {"the id's column is mapped away", {"id"}, {{"title", "id"}},
       "error: no column \"id\"; the header has \"id\"; map the one that holds it, as in columns: "
       "{id: \"Video ID\"}"},
      {"a mapped column is missing", {"id", "gmv"}, {{"gmv", "Total sales"}},
       "error: no column \"Total sales\", which \"columns\" names for gmv; the header has \"id\", "
       "\"gmv\""},
      {"a name that is no text", {"id", "\xFF"}, {},
       "error: the column name \"\\xFF\" is not valid UTF-8"},
  };
  for (const auto& [name, header, columns, expected] : cases) {
    INFO(name);
    CHECK(found(header, columns) == expected);
  }
}

TEST_CASE("a config that cannot be meant is a usage error") {
  struct { const char* name; std::string delimiter; mapping columns; const char* expected; }
  const cases[] = {
      {"no delimiter", "", {}, "delimiter: \"\" is not one ASCII character"},
      {"two characters", "||", {}, "delimiter: \"||\" is not one ASCII character"},
      {"no ASCII", "é", {}, "delimiter: \"é\" is not one ASCII character"},
      {"a quote", "\"", {}, "delimiter: \"\\\"\" is not one ASCII character"},
      {"a line feed", "\n", {}, "delimiter: \"\\x0A\" is not one ASCII character"},
      {"NUL", std::string(1, '\0'), {}, "delimiter: \"\\x00\" is not one ASCII character"},
      {"an unknown raw name", ",", {{"gmw", "Sales"}},
       "columns: \"gmw\" is no raw name; did you mean \"gmv\"?"},
  };
  for (const auto& [name, delimiter, columns, expected] : cases) {
    INFO(name);
    const auto form = csv_form::parse(delimiter, columns);
    REQUIRE_FALSE(form);
    CHECK(form.error().kind == error_kind::usage);
    CHECK(form.error().message.starts_with(expected));
  }
  CHECK(csv_form::parse("\t", {{"units_sold", "Units"}}).value().delimiter == '\t');
}
