// SPDX-License-Identifier: BSL-1.0
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include <stdlib.h>

#include <policy/find_test_files.hpp>

#include "shipped_cases.hpp"

using namespace tidemark;
using namespace tidemark::host;

namespace {

/// A case with the fields `given`, or with the whole `rest`.
std::string case_with(const std::string& given) {
  return "  - {name: a, record: creator_videos, given: {" + given +
         "}, rows: [{likes: 1}], expect: {likes: 1}}\n";
}

struct wrong {
  std::string name;
  std::string cases;
  std::string place;  ///< line:column; the cases begin in line 3
  std::string message;
};

const videos::creator_video& given_of(const test_file& file) {
  return std::get<rules_case<videos::creator_video>>(file.cases.at(0).body).given->values;
}

}  // namespace

TEST_CASE("what is wrong with cases is reported at its place") {
  const std::string body = "rows: [{likes: 1}], expect: {likes: 1}";
  const std::vector<wrong> table{
      {"an unknown field", case_with("gmv_cent: 1"), "3:47",
       "creator_videos has no field \"gmv_cent\"; did you mean \"gmv_cents\"?"},
      {"a field of another record", case_with("views: 1"), "3:47",
       "creator_videos has no field \"views\""},
      {"a text for a number", case_with("likes: many"), "3:54",
       "\"likes\": expected an integer such as 12, found \"many\""},
      {"a fraction for a number", case_with("likes: 1.5"), "3:54", "expected an integer"},
      {"a number in quotes", case_with("likes: \"1\""), "3:54", "found the text \"1\""},
      {"a number that is too large", case_with("likes: 9223372036854775808"), "3:54",
       "expected an integer from"},
      {"a percentage with five decimals", case_with("ctr: 2.40001"), "3:52",
       "at most four decimals"},
      {"a percentage that is too large", case_with("ctr: 100000"), "3:52", "from -99999.9999"},
      {"a day that does not exist", case_with("posted_at: 2026-02-30 00:00:00"), "3:58",
       "expected a time"},
      {"a text for a list", case_with("hash_tags: spf"), "3:58", "expected a list of texts"},
      {"a list for a text", case_with("title: [spf]"), "3:54", "expected a text, found a list"},
      {"a key without a value", case_with("tiktok_video_id: null"), "3:64", "is never missing"},
      {"a repeated field", case_with("likes: 1, likes: 2"), "3:57", "\"likes\" is repeated"},
      {"an unknown key", "  - {name: a, recrod: 1, record: creator_videos, " + body + "}\n", "3:15",
       "unknown key \"recrod\"; did you mean \"record\"?"},
      {"no name", "  - {record: creator_videos, " + body + "}\n", "3:5", "\"name\" is missing"},
      {"no record", "  - {name: a, " + body + "}\n", "3:5", "\"record\" is missing"},
      {"no rows", "  - {name: a, record: creator_videos, expect: {likes: 1}}\n", "3:5",
       "\"rows\" is missing"},
      {"no row", "  - {name: a, record: creator_videos, rows: [], expect: {likes: 1}}\n", "3:45",
       "\"rows\" needs at least one row"},
      {"no expect", "  - {name: a, record: creator_videos, rows: [{likes: 1}]}\n", "3:5",
       "\"expect\" is missing"},
      {"nothing that is expected",
       "  - {name: a, record: creator_videos, rows: [{likes: 1}], expect: {}}\n", "3:67",
       "compares nothing"},
      {"an unknown record", "  - {name: a, record: creator_video, " + body + "}\n", "3:23",
       "unknown record \"creator_video\"; did you mean \"creator_videos\"?"},
      {"a name that is repeated",
       "  - {name: a, record: creator_videos, " + body + "}\n" +
           "  - {name: a, record: creator_videos, " + body + "}\n",
       "4:12", "the name \"a\" is repeated; it is already in line 3"},
      {"an unknown verdict",
       "  - {name: a, record: creator_videos, " + body + ", decided: {likes: risen}}\n", "3:96",
       "unknown verdict \"risen\"; did you mean \"raised\"?"},
      {"a verdict on the key",
       "  - {name: a, record: creator_videos, " + body + ", decided: {brand_id: raised}}\n", "3:89",
       "part of the key"},
      {"merge and record", "  - {name: a, record: creator_videos, merge: [{views: 1}], expect: "
                           "{views: 1}}\n",
       "3:15", "\"record\" and \"merge\" are in one case"},
      {"two keys in one case",
       "  - {name: a, merge: [{brand_id: 1}, {brand_id: 2}], expect: {views: 1}}\n", "3:49",
       "part of the key"},
      {"a text that is not JSON",
       "  - {name: a, merge: [{raw_payload: \"{\"}], expect: {views: 1}}\n", "3:37",
       "expected JSON as a text"},
  };
  for (const auto& entry : table) {
    INFO(entry.name);
    const auto file = file_of(entry.cases);
    REQUIRE(file.found.size() >= 1);
    const auto& issue = file.found.front();
    CHECK(std::to_string(issue.at.line) + ":" + std::to_string(issue.at.column) == entry.place);
    CHECK_THAT(issue.message, Catch::Contains(entry.message));
    CHECK(!file.can_run());
  }
}

TEST_CASE("a file without cases or without its policy cannot run") {
  CHECK_THAT(read_cases("tests.yaml", "").found.at(0).message,
             Catch::Contains("the file is empty"));
  const auto none = read_cases("tests.yaml", "policy: " SHIPPED_POLICY "\ncases: []\n");
  CHECK_THAT(none.found.at(0).message, Catch::Contains("needs at least one case"));
  CHECK_THAT(file_of(case_with("likes: 1"), "nowhere.yaml").found.at(0).message,
             Catch::Contains("policy nowhere.yaml: No such file"));
}

TEST_CASE("values are read exactly, by the type of their field") {
  const auto file = runnable(case_with(
      "ctr: 2.4, gmv_cents: -9223372036854775808, posted_at: 2026-02-20T11:15:00.5+02:00, "
      "title: \"\", hash_tags: [spf, null_], duration: null, likes: ~"));
  const auto& given = given_of(file);
  CHECK(given.ctr == percent{24'000});
  CHECK(given.gmv_cents.known == std::numeric_limits<std::int64_t>::min());
  CHECK(to_text(*given.posted_at) == "2026-02-20 09:15:00.500000");
  CHECK(given.title == "");
  CHECK(given.hash_tags == tags{"spf", "null_"});
  CHECK(!given.duration);
  CHECK(given.likes.known == 0);       // a stored counter is never missing
  CHECK(given.impressions.known == 0);
  CHECK(given.creator_id == 1);        // nor is a stored creator
}

TEST_CASE("of a folder, the files with cases are found, and those that are not YAML") {
  std::string pattern = (std::filesystem::temp_directory_path() / "tidemark-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(pattern.data());
  std::filesystem::create_directories(folder / "b");
  const auto write = [&](const char* name, const char* text) {
    std::ofstream(folder / name) << text;
  };
  write("policy.yaml", "tidemark: 1\n");
  write("config.yaml", "policy: policy.yaml\nbrands: []\n");
  CHECK(!find_test_files({folder}));
  write("c.yaml", "cases: []\n");
  write("b/a.yaml", "{cases: ");
  write("a.yaml", "cases: []\n");
  write("a.txt", "cases: []\n");
  const std::vector<std::filesystem::path> expected{folder / "a.yaml", folder / "b/a.yaml",
                                                    folder / "c.yaml"};
  CHECK(find_test_files({folder}).value() == expected);
  CHECK(find_test_files({folder, folder / "a.yaml"}).value() == expected);
  CHECK(find_test_files({folder / "policy.yaml"}).value().size() == 1);
  std::filesystem::remove_all(folder);
}
