// SPDX-License-Identifier: BSL-1.0
#include <csv/csv_source.hpp>

#include <string>
#include <vector>

#include <tidemark/plugin/manifest.hpp>
#include <tidemark/plugin/option.hpp>

#include <catch.hpp>

#include "../collecting_sink.hpp"
#include "../created.hpp"
#include "../temporary_folder.hpp"

extern "C" const tidemark::plugin::manifest tidemark_manifest;

using namespace tidemark;
using namespace tidemark::source;
using plugin::text_list;
using plugin::text_lists;
using plugin::text_map;
using test::collecting_sink;
using test::request_of;

namespace {

using options = std::vector<plugin::option_value>;

/// Fetches a file of `content` with the options.
result<void> fetch(const std::string& content, options given, row_sink& sink) {
  const test::temporary_folder folder;
  given.push_back({"path", folder.write("a.csv", content)});
  auto rows = test::created(tidemark_manifest, std::move(given));
  return rows.value()->fetch(request_of(), sink);
}

std::string reasons(const collecting_sink& sink) {
  std::string text;
  for (const auto& reject : sink.rejects) text += (text.empty() ? "" : "; ") + reject.reason;
  return text;
}

/// The warnings without the path before them.
std::string warned(const collecting_sink& sink) {
  std::string text;
  for (const auto& warning : sink.warnings)
    text += (text.empty() ? "" : "; ") + warning.substr(warning.find(".csv:") + 5);
  return text;
}

}  // namespace

TEST_CASE("the options of a CSV source describe the form of the file") {
  struct {
    const char* name;
    options given;
    std::string content;
    std::vector<std::string> payloads;  // of the rows
    const char* reasons;
    const char* warnings;
  } const cases[] = {
      {"lines before the header", {{"skip_lines", std::int64_t{2}}},
       "Date range: \"2026\n\nid,gmv\n1,5\n", {R"({"gmv":"5","id":"1"})"}, "", ""},
      {"blank records are not rows", {}, "\n,\nid,gmv\n,\n1,5\n , \n,,,\n",
       {R"({"gmv":"5","id":"1"})"}, "", ""},
      {"null values", {{"null_values", text_list{"-", "N/A"}}},
       "id,gmv,title,note\n1,-,N/A,-\n2, - ,x,--\n",
       {R"({"id":"1"})", R"({"id":"2","note":"--","title":"x"})"}, "", ""},
      {"a null value that is a number in the file's form",
       {{"null_values", text_list{"R$ 0,00"}},
        {"numbers", text_lists{{"decimal", {","}}, {"symbols", {"R$"}}}}},
       "id,gmv\n1,\"R$ 0,00\"\n", {R"({"id":"1"})"}, "",
       " null_values: \"R$ 0,00\" is a number, and cells of numbers hold it (1, the first in the "
       "column of gmv); they were read as missing"},
      {"a line of totals that is not skipped", {},
       "id,gmv\n7535909487669005581,5\n7535909487669005582,5\n-,10\n",
       {R"({"gmv":"5","id":"7535909487669005581"})", R"({"gmv":"5","id":"7535909487669005582"})",
        R"({"gmv":"10","id":"-"})"},
       "",
       " ids that are not numbers, where most are: 1, such as \"-\"; leave lines of totals out "
       "with skip_ids"},
      {"a null value that rows have as a number", {{"null_values", text_list{"0", "-"}}},
       "id,gmv,views,title\n1,0,0,0\n2,5,-,\n",
       {R"({"id":"1"})", R"({"gmv":"5","id":"2"})"}, "",
       " null_values: \"0\" is a number, and cells of numbers hold it (2, the first in the column "
       "of gmv); they were read as missing"},
      {"a constant", {{"constants", text_map{{"username", "@Maker.Anna"}}}}, "id,gmv\n1,5\n",
       {R"({"gmv":"5","id":"1","username":"@Maker.Anna"})"}, "", ""},
      {"a constant that the file has a column for", {{"constants", text_map{{"username", "b"}}}},
       "id,username,gmv\n1,a,5\n", {R"({"gmv":"5","id":"1","username":"a"})"}, "",
       "1: constants.username is not used: the file has a column of this field"},
      {"numbers", {{"numbers", text_lists{{"decimal", {","}}, {"group", {"."}},
                                          {"symbols", {"R$"}}}}},
       "id,gmv,views,ctr\n1,\"R$ 1.234,50\",1.200,\"2,4%\"\n"
       "2,1.5,,\n3,5,\"1,5\",\n4, ,7,\"0,024\"\n",
       {R"({"ctr":"2.4%","gmv":"1234.50","id":"1","views":"1200"})",
        R"({"ctr":"0.024","id":"4","views":"7"})"},
       "gmv: \"1.5\" is not a number in the form of \"numbers\" (decimal \",\", group \".\", "
       "symbols \"R$\"); views: \"1.5\" is not an integer",
       ""},
      {"a currency after a symbol", {{"numbers", text_lists{{"symbols", {"$", "MXN", "USD"}}}}},
       "id,gmv\n1,$5 MXN\n2,$5 USD\n", {R"({"gmv":"5","id":"2"})"},
       "gmv: the currency \"MXN\" is not the brand's, USD", ""},
      {"a constant rate with percent",
       {{"percent", text_list{"ctr"}}, {"constants", text_map{{"ctr", "2.4"}}}},
       "id,gmv\n1,5\n", {R"({"ctr":"2.4%","gmv":"5","id":"1"})"}, "", ""},
      {"a currency that is not the brand's", {{"numbers", text_lists{{"symbols", {"MXN", "USD"}}}}},
       "id,gmv,views\n1,MXN 5,\n2,5 USD,\n3,,MXN 5\n",
       {R"({"gmv":"5","id":"2"})", R"({"id":"3","views":"5"})"},
       "gmv: the currency \"MXN\" is not the brand's, USD", ""},
      {"rates that are percentages", {{"percent", text_list{"click_through_rate"}}},
       "id,gmv,ctr\n1,5,2.4\n2,5,2.4%\n3,5,250\n4,5,\n",
       {R"({"ctr":"2.4%","gmv":"5","id":"1"})", R"({"ctr":"2.4%","gmv":"5","id":"2"})",
        R"({"ctr":"250%","gmv":"5","id":"3"})", R"({"gmv":"5","id":"4"})"},
       "", ""},
      {"rates above 100 % without their sign", {}, "id,ctr\n1,2.4\n2,240%\n3,1\n",
       {R"({"ctr":"2.4","id":"1"})", R"({"ctr":"240%","id":"2"})", R"({"ctr":"1","id":"3"})"}, "",
       " rows with a click_through_rate above 100 %: 1; if the file writes 2.4 for 2.4 %, set "
       "percent: [click_through_rate]"},
      {"times", {{"time_formats", text_list{"%d/%m/%Y %H:%M", "%d/%m/%Y"}}},
       "id,video_post_time\n1,03/04/2026 09:15\n2,03/04/2026\n3, 2026-04-03 09:15:00\n4,4/2026\n"
       "5,46086\n",
       {R"({"id":"1","video_post_time":"2026-04-03T09:15:00Z"})",
        R"({"id":"2","video_post_time":"2026-04-03T00:00:00Z"})",
        R"({"id":"3","video_post_time":"2026-04-03 09:15:00"})"},
       "video_post_time: \"4/2026\" is not a date and time that exists (YYYY-MM-DD HH:MM:SS, RFC "
       "3339 or Unix seconds); video_post_time: \"46086\" is not a time in one of time_formats, "
       "and too small for Unix seconds; a spreadsheet's number of a day must be exported as a date",
       ""},
      {"a tab between cells", {{"delimiter", std::string("tab")}}, "id\tgmv\n1\t5\n",
       {R"({"gmv":"5","id":"1"})"}, "", ""},
      {"an encoding by its name", {{"encoding", std::string("WINDOWS-1252")}},
       "id,title\n1,Caf\xE9\n", {R"({"id":"1","title":"Café"})"}, "", ""},
      {"UTF-16 by its mark", {},
       std::string("\xFF\xFEi\0d\0,\0v\0i\0e\0w\0s\0\n\0001\0,\0007\0\n\0", 28),
       {R"({"id":"1","views":"7"})"}, "", ""},
      {"UTF-16, the other way around", {},
       std::string("\xFE\xFF\0i\0d\0,\0v\0i\0e\0w\0s\0\n\0001\0,\0007\0\n", 28),
       {R"({"id":"1","views":"7"})"}, "", ""},
      {"a mark counts before a name", {{"encoding", std::string("WINDOWS-1252")}},
       "\xEF\xBB\xBFid,title\n1,é\n", {R"({"id":"1","title":"é"})"}, "", ""},
  };
  for (const auto& [name, given, content, payloads, expected_reasons, warnings] : cases) {
    INFO(name);
    collecting_sink sink;
    const auto fetched = fetch(content, given, sink);
    INFO((fetched ? std::string() : fetched.error().message));
    REQUIRE(fetched);
    std::vector<std::string> found;
    for (const auto& row : sink.rows) found.push_back(row.raw_payload.value().text);
    CHECK(found == payloads);
    CHECK(reasons(sink) == expected_reasons);
    CHECK(warned(sink) == warnings);
  }
}

TEST_CASE("a line of totals is skipped and counted, never rejected") {
  collecting_sink sink;
  REQUIRE(fetch("id,gmv\n1,5\nTotal,much\n 合计 ,5,6\n2,5\n",
                {{"skip_ids", text_list{"Total", "合计"}}}, sink));
  CHECK(sink.ids() == "1 2");
  CHECK(sink.skipped_rows == 2);
  collecting_sink without_id;
  REQUIRE(fetch("id,gmv,title\n1,5,\n,9,Total\n", {{"skip_ids", text_list{""}}}, without_id));
  CHECK(without_id.ids() == "1");
  CHECK(without_id.skipped_rows == 1);
}

TEST_CASE("ids that a spreadsheet wrapped are read, damaged ones are rejected") {
  collecting_sink sink;
  REQUIRE(fetch("id,gmv,title\n=\"7535909487669005581\",5,\"a, b\"\n\"=\"\"76\"\"\",5,\n'77,5,\n"
                " 78\t,5,\n7.53591E+18,5,\n79.0,5,\n",
                {}, sink));
  CHECK(sink.ids() == "7535909487669005581 76 77 78 !6 !7");
  CHECK(sink.rows.at(0).title == "a, b");
  CHECK(sink.rows.at(0).raw_payload->text ==
        R"({"gmv":"5","id":"7535909487669005581","title":"a, b"})");
  CHECK(reasons(sink) ==
        "id: \"7.53591E+18\" is a number in scientific form: a spreadsheet has dropped digits of "
        "it; export ids as text (format the column as text before the file is saved); id: \"79.0\" "
        "ends in .0: it was saved as a number, which may have lost digits; export ids as text "
        "(format the column as text before the file is saved)");
}

TEST_CASE("rounded ids fail the fetch, a few that only look rounded give a warning") {
  const std::string rounded = "7535909487669000000,5\n7535909487669100000,5\n";
  collecting_sink failed;
  const auto fetched = fetch("id,gmv\n" + rounded + "7535909487669005581,5\n", {}, failed);
  REQUIRE_FALSE(fetched);
  CHECK(fetched.error().message.ends_with(
      "id: 2 of 3 long ids end in zeros from the 16th digit on, such as \"7535909487669000000\": a "
      "spreadsheet has rounded them, and several have become one; format the column as text "
      "before the file is saved, or export it again"));
  CHECK(warned(failed).empty());
  collecting_sink warned_of;
  REQUIRE(fetch("id,gmv\n" + rounded + "7535909487669005581,5\n7535909487669005582,5\n", {},
                warned_of));
  CHECK(warned(warned_of).starts_with(" id: 2 of 4 long ids end in zeros from the 16th digit on"));
  std::string many = "id,gmv\n" + rounded;
  for (int i = 0; i < 200; ++i) many += "75359094876690" + std::to_string(10'001 + i) + ",5\n";
  collecting_sink few;
  REQUIRE(fetch(many, {}, few));
  CHECK(warned(few).empty());
  collecting_sink chance;
  REQUIRE(fetch("id,gmv\n7535909487669000000,5\n10000,5\n20000,5\n", {}, chance));
  CHECK(warned(chance).empty());
}

TEST_CASE("all spellings of a name are the same creator") {
  collecting_sink sink;
  REQUIRE(fetch("id,username\n1,@maker.anna\n2,Maker.Anna\n3, maker.anna \n4,@\n", {}, sink));
  for (std::size_t i = 0; i < 3; ++i) CHECK(sink.rows.at(i).username == "maker.anna");
  CHECK_FALSE(sink.rows.at(3).username);
}

TEST_CASE("rows of a video and product are delivered product by product") {
  collecting_sink sink;
  REQUIRE(fetch("id,sku,gmv,views\n1,a,5,9\n1,b,6,9\n2,a,1,3\n1,,2,9\n2,,4,3\n1,\" a\",7,9\n",
                {{"add_by", text_lists{{"column", {"SKU"}}, {"fields", {"gmv", "items_sold"}}}}},
                sink));
  CHECK(sink.ids() == "1 2 1 1 1 2");
  CHECK(sink.parts == std::vector<std::size_t>{0, 3, 4});
  CHECK(sink.added == videos::added_fields(1U | 1U << 3));
  CHECK(warned(sink) == "1: add_by adds items_sold, and no column is read as it");
}

TEST_CASE("rows with a damaged product id are not added up") {
  const options by_product{{"add_by", text_lists{{"column", {"sku"}}, {"fields", {"gmv"}}}}};
  collecting_sink rejected;
  REQUIRE(fetch("id,sku,gmv\n1,1.72939E+18,5\n1,1.72939E+18,7\n1,=\"17\",9\n", by_product,
                rejected));
  CHECK(rejected.ids() == "1 !2 !3");
  CHECK(reasons(rejected).starts_with("add_by: \"1.72939E+18\" is a number in scientific form"));
  collecting_sink rounded;
  const auto fetched = fetch("id,sku,gmv\n1,1729390000000000000,5\n1,1729390000000000000,7\n",
                             by_product, rounded);
  REQUIRE_FALSE(fetched);
  CHECK(fetched.error().message.find("add_by: 2 of 2 long ids end in zeros") != std::string::npos);
  CHECK(rounded.rows.empty());
}

TEST_CASE("a file that the options do not fit fails the fetch") {
  struct { const char* name; options given; std::string content; const char* expected; } const
  cases[] = {
      {"no column to add by", {{"add_by", text_lists{{"column", {"sku"}}, {"fields", {"gmv"}}}}},
       "id,gmv\n1,5\n",
       ":1: no column \"sku\", which \"add_by\" names; the header has \"id\", \"gmv\""},
      {"fewer lines than are skipped", {{"skip_lines", std::int64_t{3}}}, "id,gmv\n1,5\n",
       ": the file has only 2 lines, and skip_lines: 3 skips them all"},
      {"bytes that break the encoding", {{"encoding", std::string("SHIFT_JIS")}},
       "id,title\n1,\x81\x20\n",
       ":2: byte 12 of the file is not valid SHIFT_JIS; check that \"encoding\" is the file's"},
      {"UTF-16 without a mark", {}, std::string("i\0d\0,\0v\0\n\0", 10),
       ":1: is UTF-16LE without a byte order mark; set encoding: UTF-16LE"},
      {"a character cut off", {{"encoding", std::string("UTF-16BE")}},
       std::string("\0i\0d\0,\0g\0m\0v\0\n\0", 15),
       ":2: the file ends inside a character of UTF-16BE, at byte 15"},
  };
  for (const auto& [name, given, content, expected] : cases) {
    INFO(name);
    collecting_sink sink;
    const auto fetched = fetch(content, given, sink);
    REQUIRE_FALSE(fetched);
    const auto& message = fetched.error().message;
    CHECK(message.substr(message.find(".csv:") + 4) == expected);
  }
}

TEST_CASE("the columns are reported in every window, and warnings about them once") {
  const test::temporary_folder folder;
  options given{{"path", folder.write("a.csv", "id,GMV,itemsSold\n1,5,2\n")}};
  auto rows = test::created(tidemark_manifest, std::move(given)).value();
  collecting_sink first, second;
  REQUIRE(rows->fetch(request_of(90), first));
  REQUIRE(rows->fetch(request_of(30), second));
  CHECK(first.read() == "id gmv");
  CHECK(second.read() == "id gmv");
  CHECK(warned(first) ==
        "1: the column \"GMV\" is read as \"gmv\"; 1: the column \"itemsSold\" is not read; did "
        "you mean \"items_sold\"? Map it: columns: {items_sold: \"itemsSold\"}");
  CHECK(warned(second).empty());
}
