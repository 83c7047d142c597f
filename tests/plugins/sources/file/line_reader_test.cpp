// SPDX-License-Identifier: BSL-1.0
#include <file/line_reader.hpp>

#include <string>
#include <vector>

#include <rapidcheck.h>

#include <catch.hpp>

#include "../temporary_folder.hpp"

using namespace tidemark;
using namespace tidemark::source;

namespace {

constexpr std::size_t mib = 1024 * 1024;

struct read_line {
  std::string text;
  std::int64_t number;
  bool ended;
  bool too_long;

  bool operator==(const read_line&) const = default;
};

std::vector<read_line> read_all(const std::string& path) {
  auto lines = line_reader::open(path);
  std::vector<read_line> all;
  line next;
  while (true) {
    const auto more = lines.value().next(next);
    if (!more.value()) return all;
    if (!next.too_long) {
      REQUIRE(lines->readable(next) >= next.text.size() + line_reader::padding);
    }
    all.push_back({std::string(next.text), next.number, next.ended, next.too_long});
  }
}

}  // namespace

TEST_CASE("a file is split into its physical lines") {
  const test::temporary_folder folder;
  struct { const char* name; std::string given; std::vector<read_line> expected; } const cases[] = {
      {"empty", "", {}},
      {"one line", "ab\n", {{"ab", 1, true, false}}},
      {"a last line without line feed", "a\nb", {{"a", 1, true, false}, {"b", 2, false, false}}},
      {"blank lines count", "\n\na\n",
       {{"", 1, true, false}, {"", 2, true, false}, {"a", 3, true, false}}},
      {"a carriage return stays", "a\r\nb\rc\n",
       {{"a\r", 1, true, false}, {"b\rc", 2, true, false}}},
      {"a byte order mark is dropped", "\xEF\xBB\xBF" "a\n", {{"a", 1, true, false}}},
      {"nothing but a byte order mark", "\xEF\xBB\xBF", {}},
      {"a byte order mark later is kept", "a\n\xEF\xBB\xBF\n",
       {{"a", 1, true, false}, {"\xEF\xBB\xBF", 2, true, false}}},
      {"NUL is a byte", std::string("a\0b\n", 4), {{std::string("a\0b", 3), 1, true, false}}},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    CHECK(read_all(folder.write("lines", given)) == expected);
  }
}

TEST_CASE("a line of 1 MiB is kept, a longer one is cut to 64 KiB") {
  const test::temporary_folder folder;
  const std::string full(mib, 'x');
  const std::string head(64 * 1024, 'x');
  struct { const char* name; std::string given; read_line expected; } const cases[] = {
      {"just 1 MiB", full + "\n", {full, 1, true, false}},
      {"just 1 MiB and CR LF", full + "\r\n", {full + "\r", 1, true, false}},
      {"just 1 MiB at the end", full, {full, 1, false, false}},
      {"1 MiB after a byte order mark", "\xEF\xBB\xBF" + full + "\n", {full, 1, true, false}},
      {"one byte more", full + "x\n", {head, 1, true, true}},
      {"one byte more and CR LF", full + "x\r\n", {head, 1, true, true}},
      {"one byte more at the end", full + "x", {head, 1, false, true}},
      {"10 MB", std::string(10'000'000, 'x') + "\n", {head, 1, true, true}},
      {"10 MB at the end", std::string(10'000'000, 'x'), {head, 1, false, true}},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    const bool ended = expected.ended;
    const auto all = read_all(folder.write("lines", ended ? given + "next\n" : given));
    REQUIRE(all.size() == (ended ? 2u : 1u));
    CHECK((all[0] == expected));
    if (ended) CHECK((all[1] == read_line{"next", 2, true, false}));
  }
}

TEST_CASE("lines do not depend on how the file is read in parts") {
  const test::temporary_folder folder;
  // Lines with about the length of the parts in which files are read.
  std::string content;
  std::vector<read_line> expected;
  for (const std::size_t size : {262'143u, 1u, 262'144u, 0u, 262'145u, 700'000u, 3u, 524'287u}) {
    expected.push_back({std::string(size, static_cast<char>('a' + expected.size())),
                        static_cast<std::int64_t>(expected.size() + 1), true, false});
    content += expected.back().text + "\n";
  }
  CHECK(read_all(folder.write("lines", content)) == expected);
  CHECK(read_all(folder.write("lines.gz", test::gzipped(content))) == expected);
}

TEST_CASE("an error names the file and the line") {
  const test::temporary_folder folder;
  CHECK(line_reader::open(folder.path("none")).error().message.starts_with(folder.path("none: ")));
  std::string content;
  for (int i = 0; i < 100'000; ++i) content += std::to_string(i * 7919) + "\n";
  const auto whole = test::gzipped(content);
  const auto path = folder.write("cut.gz", std::string_view(whole).substr(0, whole.size() - 1));
  auto lines = line_reader::open(path);
  line next;
  while (true) {
    const auto more = lines.value().next(next);
    if (more) continue;
    CHECK(next.number == 100'000);
    CHECK(more.error().message ==
          path + ":100001: the gzip data is truncated; fetch the file again");
    break;
  }
}

TEST_CASE("bytes that were peeked at are read again") {
  const test::temporary_folder folder;
  struct { const char* name; std::string content; const char* looked_at; } const cases[] = {
      {"more than is asked for", "abcdefgh\nx", "abcd"},
      {"less than is asked for", "a\n", "a\n"},
      {"nothing", "", ""},
  };
  for (const auto& [name, content, looked_at] : cases) {
    INFO(name);
    auto lines = line_reader::open(folder.write("a", content)).value();
    CHECK(lines.peek(4).value() == looked_at);
    CHECK(lines.peek(4).value() == looked_at);
    std::string all;
    line read;
    while (lines.next(read).value()) {
      CHECK(lines.readable(read) >= read.text.size() + line_reader::padding);
      all += std::string(read.text) + (read.ended ? "\n" : "");
    }
    CHECK(all == content);
    CHECK(lines.peek(4).value().empty());
  }
}
