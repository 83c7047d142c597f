// SPDX-License-Identifier: BSL-1.0
#include <tidemark/source/column_names.hpp>

#include <string>
#include <vector>

#include "catch.hpp"

using namespace tidemark;
using namespace tidemark::source;

namespace {

/// The raw name that `name` resembles, where the fields of `taken` are already read.
std::string near(const char* name, const std::vector<const char*>& taken = {"id"}) {
  field_set read;
  for (const char* raw : taken) read.set(videos::find_raw_name(raw).value());
  const auto field = find_near_field(name, read);
  return field ? std::string(videos::raw_names[*field].name) : "-";
}

}  // namespace

TEST_CASE("a name resembles a raw name with the same words, a typing error, or more words") {
  struct { const char* name; const char* expected; } const cases[] = {
      {"gmw", "gmv"},                 {"gvm", "gmv"},
      {"viewss", "views"},            {"view", "views"},
      {"itemsSold", "items_sold"},    {"Items Sold", "items_sold"},
      {"items-sold", "items_sold"},   {"unitsSold", "items_sold"},
      {"item_sold", "items_sold"},    {"GMV (USD)", "gmv"},
      {"total_gmv", "gmv"},           {"videoPostTime", "video_post_time"},
      {"video_posttime", "video_post_time"},
      {"clickThroughRate", "click_through_rate"},
      {"hashtags", "hash_tags"},      {"user_name", "username"},
      {"userName", "username"},       {"estCommission", "est_commission"},
      {"CTOR", "-"},                  {"cvr", "-"},
      {"CPM", "-"},                   {"note", "-"},
      {"Average views", "-"},         {"Reembolsos GMV", "-"},
      {"Est. commission rate", "-"},  {"Click through rate (%)", "click_through_rate"},
      {"status", "-"},                {"", "-"},
      {"product_id", "-"},            {"shop", "-"},
      {"date", "-"},                  {"a sentence that says the word gmv and then goes on and on "
                                       "until nobody takes it for the name of a column", "-"},
  };
  for (const auto& [name, expected] : cases) {
    INFO(name);
    CHECK(near(name) == expected);
  }
  CHECK(near("viewss", {"id", "views"}) == "-");
  CHECK(near("ctrr", {"id", "click_through_rate"}) == "-");
}

TEST_CASE("keys of JSON rows are read exactly or not at all") {
  const std::vector<std::string> keys{"Gmv", "id", "itemsSold", "units_sold", "viewss"};
  const auto columns = describe_keys(keys);
  REQUIRE(columns.size() == keys.size());
  struct { const char* read_as; const char* meant; const char* note; } const expected[] = {
      {"", "gmv", "is not a key that is read; did you mean \"gmv\"?"},
      {"id", "", ""},
      {"", "", ""},  // items_sold is present, as units_sold
      {"items_sold", "", ""},
      {"", "views", "is not a key that is read; did you mean \"views\"?"},
  };
  for (std::size_t i = 0; i < columns.size(); ++i) {
    INFO(keys[i]);
    CHECK(columns[i].name == keys[i]);
    CHECK(columns[i].read_as == expected[i].read_as);
    CHECK(columns[i].meant == expected[i].meant);
    CHECK(columns[i].note == expected[i].note);
  }
}
