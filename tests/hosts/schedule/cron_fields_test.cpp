// SPDX-License-Identifier: BSL-1.0
#include <schedule/cron_fields.hpp>

#include "../../catch.hpp"

using namespace tidemark;
using host::parse_cron;

namespace {

std::string values_of(std::uint64_t set) {
  std::string text;
  for (int value = 0; value < 64; ++value)
    if (set >> value & 1) text += (text.empty() ? "" : " ") + std::to_string(value);
  return text;
}

}  // namespace

TEST_CASE("a cron line is five sets of values") {
  struct {
    const char* given;
    const char* minutes;
    const char* hours;
    const char* month_days;
    const char* months;
    const char* week_days;
  } const cases[] = {
      {"15 6 1 1 1", "15", "6", "1", "1", "1"},
      {"0,30 6-8 1-10/3 jan,DEC mon-fri", "0 30", "6 7 8", "1 4 7 10", "1 12", "1 2 3 4 5"},
      {"*/20 */12 31 3 7", "0 20 40", "0 12", "31", "3", "0"},
      {"5/25 22-23 1 2 fri-sun", "5 30 55", "22 23", "1", "2", "0 5 6"},
      {" 0\t0  1 1 0-0 ", "0", "0", "1", "1", "0"},
      {"59 23 29 feb sat", "59", "23", "29", "2", "6"},
      {"@yearly", "0", "0", "1", "1", "0 1 2 3 4 5 6"},
      {"0 0 1 1 */2", "0", "0", "1", "1", "0 2 4 6"},
      {"0 0 1 1 5-0", "0", "0", "1", "1", "0 5 6"},
      {"0 0 1 1 0-7", "0", "0", "1", "1", "0 1 2 3 4 5 6"},
  };
  for (const auto& test : cases) {
    INFO(test.given);
    const auto fields = parse_cron(test.given);
    REQUIRE(fields);
    CHECK(values_of(fields->minutes) == test.minutes);
    CHECK(values_of(fields->hours) == test.hours);
    CHECK(values_of(fields->month_days) == test.month_days);
    CHECK(values_of(fields->months) == test.months);
    CHECK(values_of(fields->week_days) == test.week_days);
  }
}

TEST_CASE("the error for an invalid cron line says what is wrong") {
  struct { const char* given; const char* expected; } const cases[] = {
      {"", "the schedule \"\" is not understood; write five fields"},
      {"0 6 * *", "write five fields"},
      {"0 6 * * * *", "write five fields"},
      {"@reboot", "or @hourly, @daily"},
      {"@Daily", "or @hourly, @daily"},
      {"60 * * * *", "the minute \"60\" is not understood; write *, values from 0 to 59"},
      {"-1 * * * *", "the minute \"-1\""},
      {"+1 * * * *", "the minute \"+1\""},
      {"5- * * * *", "the minute \"5-\""},
      {", * * * *", "the minute \",\""},
      {"1,,2 * * * *", "the minute \"1,,2\""},
      {"1.5 * * * *", "the minute \"1.5\""},
      {"* 24 * * *", "the hour \"24\""},
      {"* 6-3 * * *", "the hour \"6-3\""},
      {"*/60 * * * *", "the minute \"*/60\""},
      {"* 5/24 * * *", "the hour \"5/24\""},
      {"* */0 * * *", "the hour \"*/0\""},
      {"* */ * * *", "the hour \"*/\""},
      {"* * 0 * *", "the day of the month \"0\""},
      {"* * 32 * *", "the day of the month \"32\""},
      {"* * * 13 *", "the month \"13\""},
      {"* * * mon *", "the month \"mon\""},
      {"* * * * 8", "the day of the week \"8\""},
      {"* * * * jan", "the day of the week \"jan\""},
      {"99999999999 * * * *", "the minute \"99999999999\""},
      {"0 0 30 2 *", "names no day of any year; change its day of the month or its month"},
      {"0 0 31 2,4,6,9,11 *", "names no day of any year"},
  };
  for (const auto& [given, expected] : cases) {
    INFO(given);
    const auto fields = parse_cron(given);
    REQUIRE_FALSE(fields);
    CHECK(fields.error().kind == error_kind::usage);
    CHECK_THAT(fields.error().message, Catch::Matchers::Contains(expected));
  }
}

TEST_CASE("two restricted day fields: either may match; if one begins with *, both must") {
  struct { const char* name; const char* line; const char* days; } const cases[] = {
      {"both restricted: either", "0 0 13 11 fri", "6 13 20 27"},
      {"both restricted, not the same days", "0 0 2,9 11 fri", "2 6 9 13 20 27"},
      {"every day as a range is a restriction", "0 0 1-31 11 fri",
       "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30"},
      {"* as the day of the month: the week alone", "0 0 * 11 fri", "6 13 20 27"},
      {"* as the day of the week: the month alone", "0 0 13 11 *", "13"},
      {"both *", "0 0 */1 11 *",
       "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30"},
      {"a step of * in the month: both", "0 0 */2 11 fri", "13 27"},
      {"a step of * in the week: both", "0 0 1-10 11 */2", "1 3 5 7 8 10"},
      {"a list that begins with *: both", "0 0 *,13 11 fri", "6 13 20 27"},
      {"a list that has * later: either", "0 0 13 11 fri,*",
       "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30"},
      {"a step of a range is a restriction", "0 0 1-31/2 11 fri",
       "1 3 5 6 7 9 11 13 15 17 19 20 21 23 25 27 29"},
      {"a step of a value is a restriction", "0 0 1/10 11 fri", "1 6 11 13 20 21 27"},
  };
  for (const auto& [name, line, days] : cases) {
    INFO(name << ": " << line);
    const auto fields = parse_cron(line);
    REQUIRE(fields);
    std::string found;
    for (date day = *parse_date("2026-11-01"); day < *parse_date("2026-12-01"); ++day.days)
      if (fields->has_day(day))
        found += (found.empty() ? "" : " ") + std::to_string(std::stoi(to_text(day).substr(8)));
    CHECK(found == days);
  }
}

TEST_CASE("29 February is a day of some years") {
  CHECK(parse_cron("0 0 29 2 *"));
  CHECK(parse_cron("0 0 30 2 mon"));  // Mondays of February
}
