// SPDX-License-Identifier: BSL-1.0
#include <csv/time_format.hpp>

#include <string>

#include <catch.hpp>

using namespace tidemark;
using namespace tidemark::source;

namespace {

std::string read(const char* format, const char* cell) {
  const auto reading = time_format::parse(format).value().read(cell);
  if (!reading) return "-";
  return to_text(reading->shown) + (reading->has_offset ? " UTC" : "");
}

}  // namespace

TEST_CASE("times are read with the letters of strptime") {
  struct { const char* format; const char* given; const char* expected; } const cases[] = {
      {"%d/%m/%Y %H:%M", "03/04/2026 09:15", "2026-04-03 09:15:00"},
      {"%m/%d/%Y %H:%M", "03/04/2026 09:15", "2026-03-04 09:15:00"},
      {"%d/%m/%Y", " 03/04/2026 ", "2026-04-03 00:00:00"},
      {"%d.%m.%y %H:%M:%S", "03.04.26 23:59:58", "2026-04-03 23:59:58"},
      {"%b %d, %Y %I:%M %p", "Apr 03, 2026 09:15 PM", "2026-04-03 21:15:00"},
      {"%Y-%m-%dT%H:%M:%S%z", "2026-04-03T09:15:00+0200", "2026-04-03 07:15:00 UTC"},
      {"%Y%m%d", "20260403", "2026-04-03 00:00:00"},
      {"%d/%m/%Y", "20/02/26", "-"},
      {"%d/%m/%Y", "20/02/202", "-"},
      {"%d/%m/%Y", "31/02/2026", "-"},
      {"%d/%m/%Y", "13/13/2026", "-"},
      {"%d/%m/%Y %H:%M", "03/04/2026 25:00", "-"},
      {"%d/%m/%Y", "03/04/2026 09:15", "-"},
      {"%d/%m/%Y", "2026-04-03", "-"},
      {"%d/%m/%Y", "", "-"},
  };
  for (const auto& [format, given, expected] : cases) {
    INFO(format << " reads " << given);
    CHECK(read(format, given) == expected);
  }
}
