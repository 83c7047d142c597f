// SPDX-License-Identifier: BSL-1.0
#include <http/retry_after.hpp>

#include <optional>

#include <catch.hpp>

using tidemark::http::parse_retry_after;

TEST_CASE("Retry-After is seconds or an HTTP date, and nothing else") {
  struct { const char* name; const char* given; std::optional<std::int64_t> expected; }
  const cases[] = {
      {"seconds", "120", 120},
      {"none", "0", 0},
      {"a day at most", "86401", 86'400},
      {"more than 64 bits", "99999999999999999999999", 86'400},
      {"a date", "Wed, 31 Dec 2025 00:02:00 GMT", 120},
      {"a date of the old forms", "Wednesday, 31-Dec-25 00:02:00 GMT", 120},
      {"a date that is over", "Tue, 30 Dec 2025 23:59:00 GMT", 0},
      {"a date far away", "Thu, 31 Dec 2026 00:00:00 GMT", 86'400},
      {"a negative number", "-5", {}},
      {"a fraction", "1.5", {}},
      {"nothing", "", {}},
      {"words", "soon", {}},
  };
  constexpr std::int64_t now = 1'767'139'200;  // 2025-12-31T00:00:00Z
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    const auto found = parse_retry_after(given, now);
    CHECK(found.has_value() == expected.has_value());
    if (found && expected) CHECK(found->count() == *expected);
  }
}
