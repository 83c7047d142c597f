// SPDX-License-Identifier: BSL-1.0
#include <tidemark/sync/columns_read.hpp>

#include <string>
#include <vector>

#include "catch.hpp"

using namespace tidemark;
using sync::columns_read;
using names = std::vector<std::string>;

namespace {

std::vector<source::delivered_column> columns(const std::vector<std::string_view>& read) {
  std::vector<source::delivered_column> delivered{{.name = "note"}};
  for (const auto raw : read) delivered.push_back({.name = "x", .read_as = raw});
  return delivered;
}

}  // namespace

TEST_CASE("a source keeps its name from day to day") {
  struct { const char* origin; const char* expected; } const cases[] = {
      {"/data/30d.csv", "/data/30d.csv"},
      {"/data/2026-02-20/30d.csv", "/data/{date}/30d.csv"},
      {"tiktok_shop 202509 ALL 2026-01-21 to 2026-02-20",
       "tiktok_shop 202509 ALL {date} to {date}"},
      {"2026-13-20", "2026-13-20"},
      {"export_20260220.csv", "export_{date}.csv"},
      {"export_202602201.csv", "export_202602201.csv"},
      {"export_20261320.csv", "export_20261320.csv"},
      {"7535909420260220", "7535909420260220"},
      {"", ""},
  };
  for (const auto& [origin, expected] : cases) {
    INFO(origin);
    CHECK(sync::lasting_name(origin) == expected);
  }
}

TEST_CASE("a column that the last run read and this run lacks is reported") {
  columns_read run({{"a", {"gmv", "id", "views"}}, {"{date}.csv", {"gmv", "id"}}});
  CHECK(run.add("a", columns({"id", "views", "likes"})) == names{"gmv"});
  CHECK(run.add("2026-02-20.csv", columns({"id", "gmv"})).empty());
  CHECK(run.add("new", columns({"id"})).empty());
  CHECK(run.columns() == storage::source_columns{{"a", {"id", "likes", "views"}},
                                                 {"new", {"id"}},
                                                 {"{date}.csv", {"gmv", "id"}}});
}

TEST_CASE("a fetch without rows keeps what is known") {
  columns_read run({{"a", {"gmv", "id"}}, {"removed", {"id"}}});
  run.keep("a");
  run.keep("new");
  CHECK(run.columns() == storage::source_columns{{"a", {"gmv", "id"}}});
}

TEST_CASE("if several fetches have the same name, a column counts if all have it") {
  columns_read run({{"a", {"gmv", "id"}}});
  CHECK(run.add("a", columns({"id", "gmv", "views"})).empty());
  CHECK(run.add("a", columns({"id", "views"})) == names{"gmv"});
  CHECK(run.columns() == storage::source_columns{{"a", {"id", "views"}}});
}
