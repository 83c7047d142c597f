// SPDX-License-Identifier: BSL-1.0
#include <sstream>
#include <string>
#include <vector>

#include <policy/case_report.hpp>
#include <policy/run_cases.hpp>

#include "shipped_cases.hpp"

using namespace tidemark;
using namespace tidemark::host;

namespace {

/// The differences of the first case of `cases`, as they are reported.
std::string differences_of(const std::string& cases, const std::string& policy = SHIPPED_POLICY) {
  const auto file = runnable(cases, policy);
  std::string text;
  for (const auto& each : run_case(file.cases.at(0), file.tested->policy))
    text += text_of(each, "") + "\n";
  return text;
}

}  // namespace

TEST_CASE("a case compares the fields that it names, and nothing else") {
  const std::string given =
      "  - {name: a, record: creator_videos, given: {gmv_cents: 2000000, ctr: 2.4}, "
      "rows: [{gmv_cents: 7398, ctr: 0.4, likes: 5}], ";
  CHECK(differences_of(given + "expect: {ctr: 2.4, likes: 5}}\n") == "");
  CHECK(differences_of(given + "expect: {ctr: 0.4, title: null, gmv_cents: 1}}\n") ==
        "gmv_cents: expected 1, found 2000000\nctr: expected 0.4, found 2.4\n");
  CHECK(differences_of(given + "expect: {title: a}}\n") ==
        "title: expected \"a\", found null\n");
  CHECK(differences_of(given + "expect: {likes: 5}, decided: {likes: raised, ctr: gate open}}\n") ==
        "ctr decided: expected gate open, found gate refused\n");
}

TEST_CASE("a verdict says whether on_tie decided") {
  const std::string equal =
      "  - {name: a, record: creator_videos, given: {gmv_cents: 5, ctr: 1}, "
      "rows: [{gmv_cents: 5, ctr: 2}], expect: {ctr: 2}, decided: ";
  CHECK(differences_of(equal + "{ctr: gate open (tie), gmv_cents: not higher}}\n",
                       MANY_RULES_POLICY) == "");
  CHECK(differences_of(equal + "{ctr: gate open}}\n", MANY_RULES_POLICY) ==
        "ctr decided: expected gate open, found gate open (tie)\n");
  CHECK(differences_of(equal + "{ctr: gate open}}\n") == "");
}

TEST_CASE("without a stored record, the first row is inserted as it came") {
  const std::string one = "  - {name: a, record: creator_videos, rows: [{likes: -5}], ";
  CHECK(differences_of(one + "expect: {likes: -5, shares: 0, ctr: null, creator_id: 1}, "
                             "decided: {ctr: inserted}}\n") == "");
  const std::string two =
      "  - {name: a, record: creator_videos, rows: [{creator_id: 7}, {likes: 2}], ";
  CHECK(differences_of(two + "expect: {creator_id: 7, likes: 2}, decided: {likes: raised}}\n") ==
        "");
}

TEST_CASE("a merge keeps the row that the policy prefers") {
  const std::string rows =
      "  - {name: a, merge: [{gmv_cents: 5, views: 1}, {gmv_cents: 5, views: 9}], ";
  CHECK(differences_of(rows + "expect: {views: 9}}\n") == "");
  CHECK(differences_of(rows + "expect: {views: 1}}\n") == "views: expected 1, found 9\n");
}

TEST_CASE("JUnit's XML holds every name and value") {
  auto file = runnable(
      "  - {name: \"a \\\" < & \\x01 b\", merge: [{title: a}], expect: {title: \"<b>\\x02\"}}\n");
  policy_test_report report;
  report.files.push_back({&file, run_cases(file.cases, file.tested->policy)});
  std::ostringstream xml;
  write_junit(xml, report);
  CHECK_THAT(xml.str(), Catch::Contains("name=\"a &quot; &lt; &amp; \uFFFD b\""));
  CHECK_THAT(xml.str(), Catch::Contains("failures=\"1\""));
  CHECK_THAT(xml.str(), Catch::Contains("title: expected &quot;&lt;b&gt;"));
  for (const char c : xml.str()) CHECK((c == '\n' || static_cast<unsigned char>(c) >= 0x20));
}
