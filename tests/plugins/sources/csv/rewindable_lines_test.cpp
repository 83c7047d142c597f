// SPDX-License-Identifier: BSL-1.0
#include <csv/rewindable_lines.hpp>

#include <string>

#include <catch.hpp>

#include "../temporary_folder.hpp"

using namespace tidemark;
using namespace tidemark::source;

namespace {

/// Reads one line and shows it as `number:text`, or `end`.
std::string next(rewindable_lines& lines) {
  line next;
  if (!lines.next(next).value()) return "end";
  return std::to_string(next.number) + ":" + std::string(next.text.substr(0, 10)) +
         (next.too_long ? " too long" : "");
}

/// Reads one line and marks it.
std::string mark_next(rewindable_lines& lines) {
  line next;
  REQUIRE(lines.next(next).value());
  lines.mark(next);
  return std::to_string(next.number);
}

}  // namespace

TEST_CASE("lines since the mark are read again after going back") {
  const test::temporary_folder folder;
  rewindable_lines lines(line_reader::open(folder.write("a", "a\nb\nc\nd\ne\nf")).value());
  CHECK(next(lines) == "1:a");
  CHECK(mark_next(lines) == "2");
  CHECK(lines.marked() == "b");
  CHECK(next(lines) == "3:c");
  CHECK(next(lines) == "4:d");
  CHECK(lines.marked() == "b\nc\nd");
  lines.rewind();
  CHECK(mark_next(lines) == "3");
  CHECK(next(lines) == "4:d");
  CHECK(next(lines) == "5:e");
  CHECK(lines.marked() == "c\nd\ne");
  lines.rewind();
  CHECK(next(lines) == "4:d");
  CHECK(mark_next(lines) == "5");
  CHECK(next(lines) == "6:f");
  CHECK(next(lines) == "end");
  CHECK(lines.marked() == "e\nf");
  lines.rewind();
  CHECK(next(lines) == "6:f");
  CHECK(next(lines) == "end");
}

TEST_CASE("a released record is not read again") {
  const test::temporary_folder folder;
  rewindable_lines lines(line_reader::open(folder.write("a", "a\nb\nc\nd\n")).value());
  CHECK(mark_next(lines) == "1");
  CHECK(next(lines) == "2:b");
  lines.release();
  CHECK(next(lines) == "3:c");
  CHECK(mark_next(lines) == "4");
  CHECK(lines.marked() == "d");
  lines.release();
  CHECK(next(lines) == "end");
}

TEST_CASE("a line that is too long is too long again") {
  const test::temporary_folder folder;
  const auto path = folder.write("a", "a\n" + std::string(2'000'000, 'x') + "\nc\n");
  rewindable_lines lines(line_reader::open(path).value());
  CHECK(mark_next(lines) == "1");
  CHECK(next(lines) == "2:xxxxxxxxxx too long");
  lines.rewind();
  CHECK(next(lines) == "2:xxxxxxxxxx too long");
  CHECK(next(lines) == "3:c");
}
