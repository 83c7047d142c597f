// SPDX-License-Identifier: BSL-1.0
#include <csv/csv_source.hpp>

#include <memory>
#include <string>
#include <vector>

#include <rapidcheck.h>

#include <jsonl/jsonl_source.hpp>
#include <tidemark/plugin/manifest.hpp>
#include <tidemark/plugin/option.hpp>
#include <tidemark/record/fields.hpp>

#include <catch.hpp>

#include "../collecting_sink.hpp"
#include "../created.hpp"
#include "../temporary_folder.hpp"

extern "C" const tidemark::plugin::manifest tidemark_manifest;

using namespace tidemark;
using namespace tidemark::source;
using test::collecting_sink;
using test::request_of;

namespace {

result<void> fetch(std::vector<plugin::option_value> options, row_sink& sink) {
  auto rows = test::created(tidemark_manifest, std::move(options));
  return rows.value()->fetch(request_of(), sink);
}

result<void> fetch(const std::string& path, row_sink& sink) {
  return fetch(std::vector<plugin::option_value>{{"path", path}}, sink);
}

std::string cell_of(const std::string& text) {
  std::string cell = "\"";
  for (const char c : text) cell += c == '"' ? std::string("\"\"") : std::string(1, c);
  return cell + "\"";
}

}  // namespace

TEST_CASE("a CSV file gives rows with the raw names") {
  const test::temporary_folder folder;
  collecting_sink sink;
  const std::string content =
      "id,username,gmv,ctr,hash_tags,note,views\n"
      "1,AMY,16686.39,2.4%,a|b,\"x, y\",\n";
  for (const auto& path :
       {folder.write("a.csv", content), folder.write("a.csv.gz", test::gzipped(content))}) {
    REQUIRE(fetch(path, sink));
    const auto& row = sink.rows.at(0);
    CHECK(row.tiktok_video_id == "1");
    CHECK(row.username == "amy");
    CHECK(row.gmv_cents == 1'668'639);
    CHECK(row.ctr == percent{24'000});
    CHECK(row.hash_tags == tags{"a", "b"});
    CHECK_FALSE(row.views);
    CHECK(row.raw_payload->text == R"({"ctr":"2.4%","gmv":"16686.39","hash_tags":["a","b"],)"
                                   R"("id":"1","note":"x, y","username":"AMY"})");
    sink.rows.clear();
  }
}

TEST_CASE("the records of several blocks come in the order of the file") {
  const test::temporary_folder folder;
  std::string content = "id,username,title,views\n";
  std::string expected, expected_rejects;
  std::int64_t line = 1, skipped = 0;
  for (int number = 1; number <= 5'000; ++number) {
    const std::string id = std::to_string(number);
    const std::int64_t first_line = ++line;
    if (number % 17 == 0) {
      content += ",,,\n";
    } else if (number % 13 == 0) {
      content += "Total,,,7\n";
      ++skipped;
    } else if (number % 7 == 0) {
      content += id + ",anna,\"a, b\",many\n";
      expected_rejects += " !" + std::to_string(first_line);
    } else if (number % 11 == 0) {
      content += id + ",anna,\"two\nlines\",7\n";
      ++line;
      expected += ' ' + id;
    } else {
      content += id + ",anna," + std::string(static_cast<std::size_t>(number % 300), 'x') + ",7\n";
      expected += ' ' + id;
    }
  }
  const auto path = folder.write("many.csv", content);
  collecting_sink sink;
  REQUIRE(fetch({{"path", path}, {"skip_ids", plugin::text_list{"Total"}}}, sink));
  CHECK((' ' + sink.ids() == expected + expected_rejects));
  CHECK(sink.skipped_rows == skipped);
  REQUIRE_FALSE(sink.rejects.empty());
  CHECK(sink.rejects.front().raw == "7,anna,\"a, b\",many");

  collecting_sink stopped(1'000);
  REQUIRE(fetch(path, stopped));
  CHECK(stopped.rows.size() + stopped.rejects.size() == 1'000);
}

TEST_CASE("a record that is not a row is rejected at its first line") {
  const test::temporary_folder folder;
  struct { const char* name; std::string given; const char* expected; } const cases[] = {
      {"too few cells", "id,gmv\n1\n2,5\n", "2 !2"},
      {"too many cells", "id,gmv\n1,5,\n2,5\n", "2 !2"},
      {"a broken value", "id,gmv\n1,x\n2,5\n", "2 !2"},
      {"an empty id", "id,gmv\n,5\n2,5\n", "2 !2"},
      {"a NUL byte", "id,gmv\n" + std::string("1\0,5\n", 5) + "2,5\n", "2 !2"},
      {"a bad byte", "id,gmv\n1\xFF,5\n2,5\n", "2 !2"},
      {"a bad byte in an unknown column", "id,gmv,x\n1,,\xFF\n2,5,\n", "2 !2"},
      {"a stray quote", "id,gmv\n1,5\"\n2,5\n", "2 !2"},
      {"an open quote", "id,gmv\n\"1,5\n2,5\n3,5\n", "2 3 !2"},
      {"a broken value in a record of two lines", "id,x,gmv\n1,\"a\nb\",x\n2,c,5\n", "2 !2"},
      {"blank lines", "\nid,gmv\n\n1,5\n\n2,x\n", "1 !6"},
      {"a byte order mark and CR LF", "\xEF\xBB\xBFid,gmv\r\n1,5\r\n", "1"},
      {"a line over 1 MiB", "id,gmv,x\n1,5," + std::string(1024 * 1024, 'x') + "\n2,5,y\n", "2 !2"},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    collecting_sink sink;
    REQUIRE(fetch(folder.write("a.csv", given), sink));
    CHECK(sink.ids() == expected);
  }
  collecting_sink sink;
  REQUIRE(fetch(folder.write("a.csv", "id,gmv\n1,2,3\r\n4,x\n"), sink));
  CHECK(sink.rejects.at(0).reason == "the record has 3 cells, the header 2");
  CHECK(sink.rejects.at(0).raw == "1,2,3\r");
  CHECK(sink.rejects.at(1).reason.starts_with("gmv: \"x\" is not a decimal amount"));
}

TEST_CASE("a cell of an ignored column must be valid text too") {
  const test::temporary_folder folder;
  collecting_sink sink;
  REQUIRE(fetch(folder.write("a", "id,gmv,gmv\na,1,2\nb,\xFF,1\nc,1,\n"), sink));
  CHECK(sink.ids() == "a c !3");
  REQUIRE(sink.rejects.size() == 1);
  CHECK(sink.rejects[0].reason ==
        "cell 2: \"\\xFF\" is not valid UTF-8; if the file has another encoding, name it, as in "
        "encoding: WINDOWS-1252");
}

TEST_CASE("a file without rows is a warning") {
  const test::temporary_folder folder;
  struct { const char* given; const char* expected; } const cases[] = {
      {"", ": the file is empty: no rows"},
      {"\xEF\xBB\xBF\r\n", ": the file is empty: no rows"},
      {"id,gmv\n", ": the file holds a header and no rows"},
  };
  for (const auto& [given, expected] : cases) {
    collecting_sink sink;
    const auto path = folder.write("a.csv", given);
    REQUIRE(fetch(path, sink));
    CHECK(sink.ids().empty());
    CHECK(sink.warnings == std::vector<std::string>{path + expected});
  }
}

TEST_CASE("a file that cannot be understood fails the fetch") {
  const test::temporary_folder folder;
  const auto whole = test::gzipped("id,gmv\n1,5\n2,5\n");
  struct { const char* name; std::string path, expected; } const cases[] = {
      {"missing", folder.path("none"), ": no such file;"},
      {"a directory", folder.path(""), ": is a directory, not a file"},
      {"no id column", folder.write("no.csv", "\nvideo,gmv\n1,2\n"),
       ":2: no column \"id\"; the header has \"video\", \"gmv\"; map the one"},
      {"a broken header", folder.write("broken.csv", "id,\"gmv\n1,2\n"),
       ":1: the header is not a CSV record: a quote is opened and never closed"},
      {"lone carriage returns", folder.write("mac.csv", "id,gmv\r1,2\r"),
       ":1: the header is not a CSV record: a carriage return is alone"},
      {"truncated gzip", folder.write("cut.csv.gz", whole.substr(0, whole.size() - 1)),
       ":4: the gzip data is truncated"},
  };
  for (const auto& [name, path, expected] : cases) {
    INFO(name);
    collecting_sink sink;
    const auto outcome = fetch(path, sink);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().message.starts_with(path + expected));
  }
}

TEST_CASE("the config sets the columns and the delimiter") {
  const test::temporary_folder folder;
  const auto path = folder.write("a.csv", "Video ID;Total sales;gmv;Posted\n"
                                          "1;5,50;9;2026-07-01 12:00:00\n"
                                          "2;5.50;9;2026-07-01 12:00:00\n");
  collecting_sink sink;
  REQUIRE(fetch({{"path", path},
                 {"delimiter", std::string(";")},
                 {"time_zone", std::string("Europe/Berlin")},
                 {"columns", plugin::text_lists{{"id", {"Video ID"}},
                                                {"gmv", {"Total sales"}},
                                                {"video_post_time", {"Posted"}}}}},
                sink));
  CHECK(sink.ids() == "2 !2");
  CHECK(sink.rows.at(0).gmv_cents == 550);
  CHECK(to_text(sink.rows.at(0).posted_at.value()) == "2026-07-01 10:00:00");
  CHECK(sink.rows.at(0).raw_payload->text ==
        R"({"gmv":"5.50","id":"2","video_post_time":"2026-07-01T12:00:00+02:00"})");
  CHECK(sink.warnings ==
        std::vector<std::string>{
            path + ":1: the column \"gmv\" is not read: \"columns\" names another one for it"});
}

TEST_CASE("invalid options are usage errors") {
  struct { std::vector<plugin::option_value> given; const char* expected; } const cases[] = {
      {{}, "path: is empty"},
      {{{"path", std::string("a")}, {"delimiter", std::string(";;")}}, "delimiter: \";;\""},
      {{{"path", std::string("a")}, {"columns", plugin::text_lists{{"sales", {"x"}}}}},
       "columns.sales: \"sales\" is not a raw name"},
      {{{"path", std::string("a")}, {"time_zone", std::string("Nowhere")}}, "time_zone: "},
  };
  for (const auto& [given, expected] : cases) {
    INFO(expected);
    const auto created = test::created(tidemark_manifest, given);
    REQUIRE_FALSE(created);
    CHECK(created.error().kind == error_kind::usage);
    CHECK(created.error().message.starts_with(expected));
  }
}

TEST_CASE("a source stops on request, at a row or a reject") {
  const test::temporary_folder folder;
  const auto path = folder.write("a.csv", "id,gmv\n1,5\n2,x\n3,5\n");
  struct { std::size_t after; const char* expected; } const cases[] = {
      {1, "1"}, {2, "1 !3"}, {3, "1 3 !3"},
  };
  for (const auto& [after, expected] : cases) {
    collecting_sink sink(after);
    REQUIRE(fetch(path, sink));
    CHECK(sink.ids() == expected);
  }
}

TEST_CASE("the payload of a CSV row, read as JSON Lines, is the same row") {
  const test::temporary_folder folder;
  const std::vector<std::string> names{"id",    "username", "title",     "video_post_time",
                                       "gmv",   "gpm",      "views",     "units_sold",
                                       "likes", "ctr",      "hash_tags", "note \"x\""};
  const auto text_cell = rc::gen::container<std::string>(
      rc::gen::elementOf(std::string("aB|,;\"\\\n\r\t /\x01\x7F")));
  REQUIRE(rc::check([&] {
    const auto number = [] {
      return *rc::gen::element<std::string>("", "0", "-7", "12", "9223372036854775807", "1.5");
    };
    const auto amount = [] { return *rc::gen::element<std::string>("", "-0.005", "12.345", "7"); };
    const std::vector<std::string> cells{
        *rc::gen::nonEmpty(text_cell), *text_cell, *text_cell + "é",
        *rc::gen::element<std::string>("", "2026-02-20 09:15:00", "1771578900"),
        amount(), amount(), number(), number(), number(),
        *rc::gen::element<std::string>("", "2.4%", "0.024"), *text_cell, *text_cell};
    std::string header;
    std::string record;
    for (std::size_t i = 0; i < names.size(); ++i) {
      header += (i ? "," : "") + cell_of(names[i]);
      record += (i ? "," : "") + cell_of(cells[i]);
    }
    collecting_sink by_csv;
    RC_ASSERT(fetch(folder.write("a.csv", header + "\n" + record + "\n"), by_csv).has_value());
    RC_CLASSIFY(by_csv.rows.empty(), "rejected");
    if (by_csv.rows.empty()) return;
    const auto lines = folder.write("a.jsonl", by_csv.rows.at(0).raw_payload->text + "\n");
    collecting_sink by_json;
    jsonl_source jsonl(path_pattern::parse(lines).value(), nullptr);
    RC_ASSERT(jsonl.fetch(request_of(), by_json).has_value());
    RC_ASSERT(by_json.rows.size() == 1u);
    for_each_field<videos::video_row>([&](auto i) {
      RC_ASSERT(field<i>(by_json.rows[0]) == field<i>(by_csv.rows[0]));
    });
  }));
}
