// SPDX-License-Identifier: BSL-1.0
#include <file/decoded_bytes.hpp>

#include <string>

#include <catch.hpp>

#include "../temporary_folder.hpp"

using namespace tidemark;
using namespace tidemark::source;

namespace {

/// The text of a file of `bytes`, read `step` bytes at a time, then the message of an error.
std::string decoded(const std::string& bytes, const std::string& encoding, std::size_t step) {
  const test::temporary_folder folder;
  decoded_bytes text(byte_stream::open(folder.write("a", bytes)).value(), encoding);
  std::string all, piece(step, '\0');
  while (true) {
    const auto count = text.read(piece.data(), step);
    if (!count) return all + "!" + count.error().message;
    if (*count == 0) return all;
    all.append(piece, 0, *count);
  }
}

/// `text`, ASCII, in UTF-16.
std::string utf16(const std::string& text, bool big) {
  std::string bytes;
  for (const char c : text) bytes += big ? std::string{'\0', c} : std::string{c, '\0'};
  return bytes;
}

}  // namespace

TEST_CASE("bytes are converted to UTF-8, by their mark or the encoding's name, in any steps") {
  const std::string long_text(200'000, 'x');
  struct { const char* name; std::string bytes, encoding, expected; } const cases[] = {
      {"nothing", "", "", ""},
      {"UTF-8", "é", "", "é"},
      {"a mark alone", "\xEF\xBB\xBF", "", ""},
      {"a mark of UTF-8", "\xEF\xBB\xBFid", "", "id"},
      {"a mark of UTF-16LE", "\xFF\xFE" + utf16("id,gmv", false), "", "id,gmv"},
      {"a mark of UTF-16BE", "\xFE\xFF" + utf16("id,gmv", true), "WINDOWS-1252", "id,gmv"},
      {"UTF-16LE by name", utf16("id,gmv", false), "UTF-16LE", "id,gmv"},
      {"UTF-16 without a mark", utf16("id,gmv", true), "",
       "!is UTF-16BE without a byte order mark; set encoding: UTF-16BE"},
      {"a workbook", std::string("PK\x03\x04\x14\0\6\0", 8), "",
       "!is a workbook (.xlsx, .xls) or another archive, not a text; save it as CSV"},
      {"a long file", "\xFF\xFE" + utf16(long_text, false), "", long_text},
      {"Western European", "caf\xE9 \x80", "WINDOWS-1252", "café €"},
      {"Chinese", "\xBA\xCF\xBC\xC6", "GB18030", "合计"},
      {"Japanese with a state", "\x1B$B9g7W\x1B(B", "ISO-2022-JP", "合計"},
      {"bad bytes of UTF-8 are unchanged", "a\xFF", "UTF-8", "a\xFF"},
      {"bad bytes of another encoding", "abc\x81\x20z", "SHIFT_JIS",
       "abc!byte 4 of the file is not valid SHIFT_JIS; check that \"encoding\" is the file's"},
      {"half a character", "\xFF\xFE" + utf16("id,gm", false) + "v", "",
       "id,gm!the file ends inside a character of UTF-16LE, at byte 13"},
      {"bytes after a long text", std::string(70'000, 'a') + "\x81\x20", "SHIFT_JIS",
       std::string(70'000, 'a') + "!byte 70001 of the file is not valid SHIFT_JIS; check that "
                                  "\"encoding\" is the file's"},
  };
  for (const auto& [name, bytes, encoding, expected] : cases)
    for (const std::size_t step : {4u, 7u, 100'000u}) {
      INFO(name << ", " << step << " bytes at a time");
      CHECK(decoded(bytes, encoding, step) == expected);
    }
}

TEST_CASE("an encoding that iconv does not know is a usage error") {
  for (const char* known : {"", "utf8", "UTF-16", "latin1", "GB18030"})
    CHECK(decoded_bytes::check_encoding(known));
  for (const char* unknown : {"UTF-81", "UTF-8//IGNORE", "/", " "}) {
    INFO(unknown);
    const auto checked = decoded_bytes::check_encoding(unknown);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().kind == error_kind::usage);
  }
}
