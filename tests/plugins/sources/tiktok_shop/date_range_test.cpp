// SPDX-License-Identifier: BSL-1.0
#include <sources/tiktok_shop/date_range.hpp>

#include <string>

#include <tidemark/value/date.hpp>

#include <catch.hpp>

using namespace tidemark;
using namespace tidemark::source::tiktok;

TEST_CASE("a window ends with the snapshot's day, and is split where a version limits ranges") {
  struct { const char* name; std::int32_t window, limit; const char* expected; } const cases[] = {
      {"30 days of any version", 30, 0, "2025-12-01..2026-01-01 "},
      {"90 days in one", 90, 0, "2025-10-02..2026-01-01 "},
      {"30 days within the limit", 30, 60, "2025-12-01..2026-01-01 "},
      {"90 days in two", 90, 60, "2025-10-02..2025-12-01 2025-12-01..2026-01-01 "},
      {"just the limit", 59, 60, "2025-11-02..2026-01-01 "},
      {"a day more than the limit", 60, 60, "2025-11-01..2025-12-31 2025-12-31..2026-01-01 "},
      {"a year in seven", 365, 60,
       "2024-12-31..2025-03-01 2025-03-01..2025-04-30 2025-04-30..2025-06-29 "
       "2025-06-29..2025-08-28 2025-08-28..2025-10-27 2025-10-27..2025-12-26 "
       "2025-12-26..2026-01-01 "},
  };
  for (const auto& [name, window, limit, expected] : cases) {
    INFO(name);
    std::string found;
    for (const auto& part : parts_of(range_of(window, parse_date("2025-12-31").value()), limit))
      found += tidemark::to_text(part.begin) + ".." + tidemark::to_text(part.end) + " ";
    CHECK(found == expected);
  }
  CHECK(to_text(range_of(30, parse_date("2025-12-31").value())) == "2025-12-01 to 2025-12-31");
}
