// SPDX-License-Identifier: BSL-1.0
#include <jsonl/jsonl_source.hpp>

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
using test::collecting_sink;
using test::request_of;

namespace {

std::unique_ptr<source::data_source> made(std::vector<plugin::option_value> options) {
  return test::created(tidemark_manifest, std::move(options)).value();
}

result<void> fetch(const std::string& path, row_sink& sink) {
  return made({{"path", path}})->fetch(request_of(), sink);
}

}  // namespace

TEST_CASE("rows and rejects come with their physical lines") {
  const test::temporary_folder folder;
  const std::string long_line = R"({"id":"x","title":")" + std::string(1024 * 1024, 'x') + "\"}";
  struct { const char* name; std::string given; const char* expected; } const cases[] = {
      {"one row", "{\"id\":\"1\"}\n", "1"},
      {"a last line without line feed", "{\"id\":\"1\"}\n{\"id\":\"2\"}", "1 2"},
      {"CR LF", "{\"id\":\"1\"}\r\n{\"id\":\"2\"}\r\n", "1 2"},
      {"a byte order mark", "\xEF\xBB\xBF{\"id\":\"1\"}\n", "1"},
      {"blank lines count as lines", "\n \t\r\n{\"id\":\"1\"}\n\n[]\n", "1 !5"},
      {"broken JSON in the middle", "{\"id\":\"1\"}\n{\"id\":\n{\"id\":\"3\"}\n", "1 3 !2"},
      {"a NUL byte", "{\"id\":\"1\"}\n" + std::string("\0\n", 2) + "{\"id\":\"3\"}\n", "1 3 !2"},
      {"a bad byte", "{\"id\":\"\xFF\"}\n{\"id\":\"2\"}\n", "2 !1"},
      {"a missing id", "{}\n{\"id\":\"2\"}\n", "2 !1"},
      {"a line over 1 MiB", long_line + "\n{\"id\":\"2\"}\n", "2 !1"},
      {"a line of 10 MB at the end", "{\"id\":\"1\"}\n" + std::string(10'000'000, '{'), "1 !2"},
      {"two rows on one line", "{\"id\":\"1\"}{\"id\":\"2\"}\n", "!1"},
      {"an unclosed string does not reach the next line", "{\"id\":\"1\n\"}\n{\"id\":\"3\"}\n",
       "3 !1 !2"},
  };
  for (const auto& [name, given, expected] : cases) {
    for (const char* file : {"rows.jsonl", "rows.jsonl.gz"}) {
      INFO(name << ", " << file);
      const bool gzip = std::string_view(file).ends_with(".gz");
      collecting_sink sink;
      REQUIRE(fetch(folder.write(file, gzip ? test::gzipped(given) : given), sink));
      CHECK(sink.ids() == expected);
      CHECK(sink.warnings.empty());
    }
  }
}

TEST_CASE("a reject has the delivered bytes and the reason") {
  const test::temporary_folder folder;
  collecting_sink sink;
  REQUIRE(fetch(folder.write("a", "{\"id\":\"1\",\"gmv\":\"12,50\"}\r\n" +
                                      std::string(2'000'000, 'y') + "\n"), sink));
  REQUIRE(sink.rejects.size() == 2);
  CHECK(sink.rejects[0].reason.starts_with("gmv: \"12,50\" is not a decimal amount"));
  CHECK(sink.rejects[0].raw == "{\"id\":\"1\",\"gmv\":\"12,50\"}\r");
  CHECK(sink.rejects[1].reason == "the line is longer than 1 MiB");
  CHECK(sink.rejects[1].raw == std::string(64 * 1024, 'y'));
}

TEST_CASE("a reject does not affect the next row") {
  const test::temporary_folder folder;
  collecting_sink sink;
  REQUIRE(fetch(folder.write("a", "{\"id\":\"1\",\"views\":5,\"x\":[1,{\n"
                                  "{\"id\":\"2\",\"likes\":\"bad\",\"views\":6}\n"
                                  "{\"id\":\"3\"}\n"), sink));
  REQUIRE(sink.rows.size() == 1);
  CHECK_FALSE(sink.rows[0].views);
  CHECK(sink.rows[0].raw_payload->text == "{\"id\":\"3\"}");
}

TEST_CASE("a file without rows is a warning") {
  const test::temporary_folder folder;
  for (const char* content : {"", "\n\n", "\xEF\xBB\xBF"}) {
    collecting_sink sink;
    const auto path = folder.write("empty.jsonl", content);
    REQUIRE(fetch(path, sink));
    CHECK(sink.ids().empty());
    CHECK(sink.warnings == std::vector<std::string>{path + ": the file is empty: no rows"});
  }
}

TEST_CASE("a file that cannot be read completely fails the fetch") {
  const test::temporary_folder folder;
  const auto whole = test::gzipped("{\"id\":\"1\"}\n{\"id\":\"2\"}\n");
  struct { const char* name; std::string path, expected; } const cases[] = {
      {"missing", folder.path("none"),
       ": no such file; check the path and what its placeholders became"},
      {"a directory", folder.path(""), ": is a directory, not a file"},
      {"truncated gzip", folder.write("cut.gz", whole.substr(0, whole.size() - 3)),
       ":3: the gzip data is truncated; fetch the file again"},
      {"not gzip", folder.write("no.gz", "{\"id\":\"1\"}\n"),
       ":1: is not a gzip file, though its name ends in .gz"},
      {"unreadable in the middle", "/proc/self/mem",
       ":1: cannot be read further: Input/output error"},
  };
  for (const auto& [name, path, expected] : cases) {
    INFO(name);
    collecting_sink sink;
    const auto outcome = fetch(path, sink);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == error_kind::failed);
    CHECK(outcome.error().message == path + expected);
    CHECK(sink.warnings.empty());
  }
}

TEST_CASE("a file in UTF-16 fails the fetch at once, and the message says how to convert it") {
  const test::temporary_folder folder;
  const auto in_utf16 = [](std::string_view ascii, bool big, bool mark) {
    std::string out = !mark ? "" : big ? "\xFE\xFF" : "\xFF\xFE";
    for (const char c : ascii) {
      if (big) out += '\0';
      out += c;
      if (!big) out += '\0';
    }
    return out;
  };
  const std::string rows = "{\"id\":\"1\"}\r\n{\"id\":\"2\"}\r\n";
  for (const bool big : {false, true})
    for (const bool mark : {false, true})
      for (const bool gzip : {false, true}) {
        const std::string form = big ? "UTF-16BE" : "UTF-16LE";
        INFO(form << (mark ? " with" : " without") << " a mark" << (gzip ? ", gzip" : ""));
        const auto text = in_utf16(rows, big, mark);
        // The first member is shorter than the bytes that show the encoding.
        const auto path = gzip ? folder.write("rows.jsonl.gz", test::gzipped(text.substr(0, 1)) +
                                                                   test::gzipped(text.substr(1)))
                               : folder.write("rows.jsonl", text);
        collecting_sink sink;
        const auto outcome = fetch(path, sink);
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().kind == error_kind::failed);
        CHECK(outcome.error().message == path + ": is " + form +
                                             " text, not UTF-8; convert it, with: iconv -f " +
                                             form + " -t UTF-8");
        CHECK(sink.ids().empty());
      }
}

TEST_CASE("a source stops on request, at a row or a reject") {
  const test::temporary_folder folder;
  const auto path = folder.write("a", "{\"id\":\"1\"}\n{}\n{\"id\":\"3\"}\n");
  struct { std::size_t after; const char* expected; } const cases[] = {
      {1, "1"}, {2, "1 !2"}, {3, "1 3 !2"},
  };
  for (const auto& [after, expected] : cases) {
    collecting_sink sink(after);
    REQUIRE(fetch(path, sink));
    CHECK(sink.ids() == expected);
  }
}

TEST_CASE("a source stops on request while it has nothing to deliver") {
  class stopping_sink final : public row_sink {
   public:
    bool row(videos::video_row&) override { return true; }
    bool rejected(rejected_row) override { return true; }
    bool go_on() const override { return ++asked < 3; }
    void begin_part(videos::added_fields) override {}
    void warning(std::string) override {}
    mutable int asked = 0;
  };
  const test::temporary_folder folder;
  for (const std::string& content : {std::string(20'000'000, '\n'), std::string(20'000'000, 'x')}) {
    stopping_sink sink;
    const auto path = folder.write("a", content);
    const auto outcome = fetch(path, sink);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().message == path + ": reading was stopped");
    CHECK(sink.asked == 3);
  }
}

TEST_CASE("placeholders select the file, and one source fetches many windows") {
  const test::temporary_folder folder;
  folder.write("1-90-2026-11-23", "{\"id\":\"long\"}\n");
  folder.write("1-30-2026-11-23", "{\"id\":\"short\"}\n");
  const auto rows = made({{"path", folder.path("{brand}-{window}-{date}")}});
  collecting_sink sink;
  REQUIRE(rows->fetch(request_of(90), sink));
  REQUIRE(rows->fetch(request_of(30), sink));
  REQUIRE(rows->fetch(request_of(90), sink));
  CHECK(sink.ids() == "long short long");
  CHECK(rows->origin(request_of(30)) == folder.path("1-30-2026-11-23"));
}

TEST_CASE("the brand's id, currency and time zone apply to every row") {
  const test::temporary_folder folder;
  const auto path = folder.write(
      "a", R"({"id":"1","gmv":{"amount":"1","currency":"EUR"},)"
           R"("video_post_time":"2026-07-01 12:00:00"})"
           "\n");
  const auto rows = made({{"path", path}, {"time_zone", std::string("Europe/Berlin")}});
  fetch_request request = request_of();
  request.brand_id = 42;
  request.currency = "EUR";
  collecting_sink sink;
  REQUIRE(rows->fetch(request, sink));
  REQUIRE(sink.rows.size() == 1);
  CHECK(sink.rows[0].brand_id == 42);
  CHECK(sink.rows[0].gmv_cents == 100);
  CHECK(to_text(sink.rows[0].posted_at.value()) == "2026-07-01 10:00:00");
}

TEST_CASE("invalid options are usage errors") {
  struct { const char* name; std::vector<plugin::option_value> given; const char* expected; }
  const cases[] = {
      {"no path", {}, "path: is empty; name a file"},
      {"a placeholder", {{"path", std::string("{day}")}},
       "path: \"{day}\": unknown placeholder {day}"},
      {"a time zone", {{"path", std::string("a")}, {"time_zone", std::string("Mars/Olympus")}},
       "time_zone: the time zone \"Mars/Olympus\" is not known here"},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    const auto created = test::created(tidemark_manifest, given);
    REQUIRE_FALSE(created);
    CHECK(created.error().kind == error_kind::usage);
    CHECK(created.error().message.starts_with(expected));
  }
}

TEST_CASE("a misspelt key is reported once in a fetch, and never read") {
  const test::temporary_folder folder;
  std::string content;
  for (int row = 0; row < 2'000; ++row) {
    const auto id = std::to_string(row);
    content += R"({"id":")" + id + R"(","itemsSold":5,"gmv":"1"})" "\n";
    content += R"({"views":1,"id":"x)" + id + R"("})" "\n";
  }
  const auto path = folder.write("a.jsonl", content);
  collecting_sink sink;
  REQUIRE(fetch(path, sink));
  CHECK(sink.rows.size() == 4'000);
  CHECK_FALSE(sink.rows.at(0).items_sold);
  CHECK(sink.warnings ==
        std::vector<std::string>{path + ": the key \"itemsSold\" is not a key that is read; did "
                                        "you mean \"items_sold\"?"});
  CHECK(sink.read() == "gmv id views");
}
