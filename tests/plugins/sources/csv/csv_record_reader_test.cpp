// SPDX-License-Identifier: BSL-1.0
#include <csv/csv_record_reader.hpp>

#include <string>
#include <vector>

#include <rapidcheck.h>

#include <catch.hpp>

#include "../temporary_folder.hpp"

using namespace tidemark;
using namespace tidemark::source;

namespace {

const std::string stray = "a quote is inside an unquoted cell, or text follows a closing quote";

/// Each record as `line:[cell][cell]` or `line:!problem`, one in a line.
std::string read_all(const std::string& path, char delimiter = ',') {
  csv_record_reader records(line_reader::open(path).value(), delimiter);
  csv_record record;
  std::string all;
  while (records.next(record).value()) {
    all += std::to_string(record.number) + ":";
    if (!record.problem.empty()) all += "!" + std::string(record.problem);
    for (const auto cell : record.cells) all += "[" + std::string(cell) + "]";
    all += "\n";
  }
  return all;
}

}  // namespace

TEST_CASE("a file is cut into records and cells") {
  const test::temporary_folder folder;
  struct { const char* name; std::string given, expected; } const cases[] = {
      {"empty", "", ""},
      {"cells", "a,b\nc,d\n", "1:[a][b]\n2:[c][d]\n"},
      {"a last record without line feed", "a,b", "1:[a][b]\n"},
      {"a last quoted cell without line feed", "a,\"b\"", "1:[a][b]\n"},
      {"CR LF", "a,b\r\n\"c\",\"d\"\r\n", "1:[a][b]\n2:[c][d]\n"},
      {"empty cells", ",\n,,\n", "1:[][]\n2:[][][]\n"},
      {"blank lines are skipped, and counted", "\n\r\na\n\nb\n", "3:[a]\n5:[b]\n"},
      {"a quoted empty cell is a record", "\"\"\n", "1:[]\n"},
      {"spaces belong to the cell", " a , b\t\n", "1:[ a ][ b\t]\n"},
      {"quotes", "\"a,b\",\"say \"\"hi\"\"\"\n", "1:[a,b][say \"hi\"]\n"},
      {"quoted line feeds", "\"a\nb\n\nc\",d\ne,f\n", "1:[a\nb\n\nc][d]\n5:[e][f]\n"},
      {"quoted CR LF", "\"a\r\nb\"\r\nc\r\n", "1:[a\r\nb]\n3:[c]\n"},
      {"other delimiters stay", "a;b|c\td,e\n", "1:[a;b|c\td][e]\n"},
      {"NUL stays", std::string("a\0b,c\n", 6), std::string("1:[a\0b][c]\n", 11)},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    CHECK(read_all(folder.write("a", given)) == expected);
  }
  CHECK(read_all(folder.write("a", "a,b;\"c;d\"\n"), ';') == "1:[a,b][c;d]\n");
  CHECK(read_all(folder.write("a", "a b\tc\n"), '\t') == "1:[a b][c]\n");
}

TEST_CASE("a malformed record loses one physical line") {
  const test::temporary_folder folder;
  const std::string open = "a quote is opened and never closed";
  const std::string lone = "a carriage return is alone, outside quotes";
  struct { const char* name; std::string given, expected; } const cases[] = {
      {"a quote inside a cell", "a\"b,c\nd\n", "1:!" + stray + "\n2:[d]\n"},
      {"text after a quote", "\"a\"b,c\nd\n", "1:!" + stray + "\n2:[d]\n"},
      {"a space after a quote", "\"a\" ,c\nd\n", "1:!" + stray + "\n2:[d]\n"},
      {"a quote that is never closed", "a\n\"b,c\nd,e\nf\n",
       "1:[a]\n2:!" + open + "\n3:[d][e]\n4:[f]\n"},
      {"a quote that is never closed, in the last line", "a\n\"b", "1:[a]\n2:!" + open + "\n"},
      {"a quote that another closes", "\"a\nb,\"c\"\nd\n", "1:!" + stray + "\n2:[b][c]\n3:[d]\n"},
      {"open quotes in every line", "x,\"a\ny,\"b\nz,\"c\n",
       "1:!" + stray + "\n2:!" + stray + "\n3:!" + open + "\n"},
      {"blank lines after an open quote", "\"a\n\nb\n", "1:!" + open + "\n3:[b]\n"},
      {"a lone carriage return", "a\rb\nc\n", "1:!" + lone + "\n2:[c]\n"},
      {"a lone carriage return before an open quote", "a\r\"b\nc\n", "1:!" + lone + "\n2:[c]\n"},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    CHECK(read_all(folder.write("a", given)) == expected);
  }
}

TEST_CASE("a line or a record over 1 MiB is a problem at its first line") {
  const test::temporary_folder folder;
  const std::string mib(1024 * 1024, 'x');
  const std::string too_long = "the line is longer than 1 MiB";
  const std::string record_too_long = "the record is longer than 1 MiB; is a quote not closed?";
  std::string many_lines;
  std::string their_records;
  for (int i = 0; i < 200; ++i) {
    many_lines += std::string(10'000, 'y') + "\n";
    their_records += std::to_string(i + 2) + ":[" + std::string(10'000, 'y') + "]\n";
  }
  struct { const char* name; std::string given, expected; } const cases[] = {
      {"a line", mib + "x\nb\n", "1:!" + too_long + "\n2:[b]\n"},
      {"a line of just 1 MiB", mib + "\nb\n", "1:[" + mib + "]\n2:[b]\n"},
      {"an open quote before a long line", "\"a\n" + mib + "x\nb\n",
       "1:!" + record_too_long + "\n2:!" + too_long + "\n3:[b]\n"},
      {"an open quote before many lines", "\"a\n" + many_lines,
       "1:!" + record_too_long + "\n" + their_records},
      {"a record of just 1 MiB", "\"a\n" + mib.substr(4) + "\"\nb\n",
       "1:[a\n" + mib.substr(4) + "]\n3:[b]\n"},
      {"a record of one byte more", "\"a\n" + mib.substr(3) + "\"\nb\n",
       "1:!" + record_too_long + "\n2:!" + stray + "\n3:[b]\n"},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    const bool same = read_all(folder.write("a", given)) == expected;
    CHECK(same);
  }
}

TEST_CASE("the raw text of a record is the delivered text") {
  const test::temporary_folder folder;
  csv_record_reader records(
      line_reader::open(folder.write("a", "a,\"b\nc\"\r\n\"d\ne\nf\n")).value(), ',');
  csv_record record;
  REQUIRE(records.next(record).value());
  CHECK(record.raw == "a,\"b\nc\"\r");
  REQUIRE(records.next(record).value());
  CHECK(record.raw == "\"d");
  REQUIRE(records.next(record).value());
  CHECK(record.raw == "e");
}

TEST_CASE("every cell has the value that was written") {
  const test::temporary_folder folder;
  REQUIRE(rc::check([&] {
    const auto rows = *rc::gen::container<std::vector<std::vector<std::string>>>(
        rc::gen::container<std::vector<std::string>>(
            3, rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab,\"\n\r; ")))));
    std::string written;
    std::string expected;
    std::int64_t number = 1;
    for (const auto& row : rows) {
      std::string record;
      expected += std::to_string(number) + ":";
      for (const auto& cell : row) {
        if (&cell != &row.front()) record += ",";
        record += '"';
        for (const char c : cell) record += c == '"' ? std::string("\"\"") : std::string(1, c);
        record += '"';
        expected += "[" + cell + "]";
      }
      written += record + "\n";
      expected += "\n";
      for (const char c : record) number += c == '\n' ? 1 : 0;
      ++number;
    }
    RC_ASSERT(read_all(folder.write("a", written)) == expected);
  }));
}

TEST_CASE("a line without quotes gives the same cells as with quotes") {
  const test::temporary_folder folder;
  REQUIRE(rc::check([&] {
    const auto cells = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
        rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab;\t =\0\xFF", 9)))));
    std::string bare, quoted;
    for (const auto& cell : cells) {
      bare += (bare.empty() ? "" : ",") + cell;
      quoted += (quoted.empty() ? "\"" : ",\"") + cell + "\"";
    }
    RC_PRE(!bare.empty() && cells.front() != "");
    const std::string end = *rc::gen::element<std::string>("\n", "\r\n", "");
    RC_ASSERT(read_all(folder.write("a", bare + end)) == read_all(folder.write("b", quoted + end)));
  }));
  CHECK(read_all(folder.write("a", "a,b\rc\n")) ==
        "1:!a carriage return is alone, outside quotes\n");
}
