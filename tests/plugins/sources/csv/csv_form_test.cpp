// SPDX-License-Identifier: BSL-1.0
#include <csv/csv_form.hpp>

#include <string>
#include <utility>
#include <vector>

#include <catch.hpp>

using namespace tidemark;
using namespace tidemark::source;
using plugin::text_list;
using plugin::text_lists;
using plugin::text_map;

namespace {

/// The form that one option gives, with the default delimiter.
result<csv_form> form_of(const std::string& option, plugin::option_content value) {
  std::vector<plugin::option_value> given{{option, std::move(value)}};
  if (option != "delimiter") given.push_back({"delimiter", std::string(",")});
  return csv_form::parse(plugin::option_values(std::move(given)));
}

}  // namespace

TEST_CASE("valid options give a form") {
  CHECK(form_of("delimiter", std::string("\t")).value().delimiter == '\t');
  CHECK(form_of("delimiter", std::string("tab")).value().delimiter == '\t');
  CHECK(form_of("columns", text_lists{{"units_sold", {"Units"}}}).value().columns.size() == 1);
  CHECK(form_of("skip_lines", std::int64_t{3}).value().skip_lines == 3);
  for (const char* name : {"UTF-8", "utf8", "WINDOWS-1252", "GB18030", "UTF-16LE", ""})
    CHECK(form_of("encoding", std::string(name)));
  CHECK(form_of("percent", text_list{"ctr"}).value().rates_are_percents);
  CHECK_FALSE(form_of("percent", text_list{}).value().rates_are_percents);
  CHECK(form_of("constants", text_map{{"username", "@maker.anna"}, {"gmv", "0"}}));
  const auto added = form_of("add_by", text_lists{{"column", {"sku"}}, {"fields", {"gmv"}}});
  CHECK(added.value().add_by->column == "sku");
  CHECK(added.value().add_by->fields == videos::added_fields(1));
  CHECK_FALSE(form_of("add_by", text_lists{}).value().add_by);
}

TEST_CASE("an invalid option is a usage error at its place") {
  struct {
    const char* name;
    const char* option;
    plugin::option_content value;
    const char* expected;
  } const cases[] = {
      {"no delimiter", "delimiter", std::string(), "delimiter: \"\" is not one ASCII character"},
      {"two characters", "delimiter", std::string("||"), "delimiter: \"||\" is not one ASCII"},
      {"no ASCII", "delimiter", std::string("é"), "delimiter: \"é\" is not one ASCII character"},
      {"a quote", "delimiter", std::string("\""), "delimiter: \"\\\"\" is not one ASCII"},
      {"a line feed", "delimiter", std::string("\n"), "delimiter: \"\\x0A\" is not one ASCII"},
      {"NUL", "delimiter", std::string(1, '\0'), "delimiter: \"\\x00\" is not one ASCII"},
      {"an unknown raw name", "columns", text_lists{{"gmw", {"Sales"}}},
       "columns.gmw: \"gmw\" is not a raw name; did you mean \"gmv\"?"},
      {"a field under both its names", "columns",
       text_lists{{"ctr", {"a"}}, {"click_through_rate", {"b"}}},
       "columns.click_through_rate: this is the same field as \"ctr\""},
      {"a list without headers", "columns", text_lists{{"gmv", {}}},
       "columns.gmv: the list is empty"},
      {"a repeated header", "columns", text_lists{{"gmv", {"a", "b", "a"}}},
       "columns.gmv[2]: \"a\" appears twice"},
      {"a negative number of lines", "skip_lines", std::int64_t{-1},
       "skip_lines: must be 0 or more"},
      {"an unknown encoding", "encoding", std::string("UTF-81"),
       "encoding: \"UTF-81\" is not an encoding that is known here"},
      {"instructions to iconv", "encoding", std::string("ASCII//IGNORE"),
       "encoding: \"ASCII//IGNORE\" is not an encoding"},
      {"an empty null value", "null_values", text_list{"-", " "}, "null_values[1]: is empty"},
      {"a repeated null value", "null_values", text_list{"-", "-"},
       "null_values[1]: \"-\" appears twice"},
      {"a repeated id to skip", "skip_ids", text_list{"", "a", " "},
       "skip_ids[2]: \"\" appears twice"},
      {"a constant of an unknown field", "constants", text_map{{"user", "a"}},
       "constants.user: \"user\" is not a raw name"},
      {"a constant id", "constants", text_map{{"id", "a"}}, "constants.id: every row has an id"},
      {"an empty constant", "constants", text_map{{"username", ""}},
       "constants.username: is empty"},
      {"a constant that breaks its rule", "constants", text_map{{"gmv", "much"}},
       "constants.gmv: \"much\" is not a decimal amount"},
      {"an unknown key of numbers", "numbers", text_lists{{"decimals", {","}}},
       "numbers.decimals: \"decimals\" is not a key of numbers; did you mean \"decimal\"?"},
      {"two decimal separators", "numbers", text_lists{{"decimal", {",", "."}}},
       "numbers.decimal: a list is not one character"},
      {"a digit between digits", "numbers", text_lists{{"group", {"0"}}},
       "numbers.group: \"0\" is not one character"},
      {"no separator", "numbers", text_lists{{"group", {""}}},
       "numbers.group: \"\" is not one character"},
      {"one separator for both", "numbers", text_lists{{"decimal", {","}}, {"group", {","}}},
       "numbers.group: \",\" is the decimal separator, too"},
      {"the usual point for groups", "numbers", text_lists{{"group", {"."}}},
       "numbers.group: \".\" is the decimal separator, too"},
      {"a symbol with a digit", "numbers", text_lists{{"symbols", {"R$", "1x"}}},
       "numbers.symbols[1]: \"1x\" is not a symbol"},
      {"a rate of nothing", "percent", text_list{"views"}, "percent[0]: \"views\" is not a rate"},
      {"a rate of an unknown field", "percent", text_list{"ctrr"},
       "percent[0]: \"ctrr\" is not a raw name; did you mean \"ctr\"?"},
      {"a form without a year", "time_formats", text_list{"%Y-%m-%d", "%d/%m %H:%M"},
       "time_formats[1]: \"%d/%m %H:%M\" does not say a day"},
      {"the abbreviation of a zone", "time_formats", text_list{"%d/%m/%Y %H:%M %Z"},
       "time_formats[0]: \"%d/%m/%Y %H:%M %Z\" holds %Z: an abbreviation"},
      {"twelve hours without their half", "time_formats", text_list{"%d/%m/%Y %I:%M"},
       "time_formats[0]: \"%d/%m/%Y %I:%M\" holds %I without %p"},
      {"an unknown letter", "time_formats", text_list{"%Y-%m-%d %Q"}, "time_formats[0]: "},
      {"an empty form", "time_formats", text_list{""}, "time_formats[0]: "},
      {"no column to add by", "add_by", text_lists{{"fields", {"gmv"}}}, "add_by: needs a column"},
      {"nothing to add", "add_by", text_lists{{"column", {"sku"}}, {"fields", {}}},
       "add_by: needs a column and fields"},
      {"a rate to add", "add_by", text_lists{{"column", {"sku"}}, {"fields", {"gmv", "ctr"}}},
       "add_by.fields[1]: \"ctr\" cannot be added"},
      {"a repeated field", "add_by", text_lists{{"column", {"sku"}}, {"fields", {"units_sold",
       "items_sold"}}}, "add_by.fields[1]: \"items_sold\" appears twice"},
      {"an unknown key of add_by", "add_by", text_lists{{"colum", {"sku"}}},
       "add_by.colum: \"colum\" is not a key of add_by; did you mean \"column\"?"},
  };
  for (const auto& [name, option, value, expected] : cases) {
    INFO(name);
    const auto form = form_of(option, value);
    REQUIRE_FALSE(form);
    CHECK(form.error().kind == error_kind::usage);
    CHECK(form.error().message.substr(0, std::string(expected).size()) == expected);
  }
}

TEST_CASE("a field is mapped or constant, not both") {
  const auto form = csv_form::parse(plugin::option_values(
      {{"delimiter", std::string(",")},
       {"columns", text_lists{{"items_sold", {"Units"}}}},
       {"constants", text_map{{"units_sold", "1"}}}}));
  REQUIRE_FALSE(form);
  CHECK(form.error().message.starts_with("constants.units_sold: \"columns\" names a column"));
}
