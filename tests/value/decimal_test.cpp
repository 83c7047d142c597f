// SPDX-License-Identifier: BSL-1.0
#include <tidemark/value/decimal.hpp>

#include <limits>
#include <string>

#include <rapidcheck.h>

#include <catch.hpp>

using tidemark::decimal_error;
using tidemark::decimal_form;
using tidemark::parse_decimal;

namespace {

constexpr auto int_max = std::numeric_limits<std::int64_t>::max();
constexpr auto int_min = std::numeric_limits<std::int64_t>::min();

/// A decimal number in parts, for a generator.
struct parts {
  bool negative;
  std::string integer;
  std::string fraction;
  int exponent;
};

/// The expected result of parse_decimal, computed on text: all digits written out, the point
/// moved, one added to the text, the text compared with the limit.
tidemark::decimal_result written_out(const parts& number, int scale) {
  std::string whole = number.integer;
  std::string rest = number.fraction;
  for (int i = 0; i < number.exponent + scale; ++i) {
    whole += rest.empty() ? '0' : rest.front();
    if (!rest.empty()) rest.erase(0, 1);
  }
  for (int i = 0; i > number.exponent + scale; --i) {
    rest.insert(0, 1, whole.empty() ? '0' : whole.back());
    if (!whole.empty()) whole.pop_back();
  }
  if (!rest.empty() && rest.front() >= '5') {
    whole.insert(0, 1, '0');
    auto digit = whole.size() - 1;
    while (whole[digit] == '9') whole[digit--] = '0';
    ++whole[digit];
  }
  whole.erase(0, whole.find_first_not_of('0'));
  const std::string limit = number.negative ? "9223372036854775808" : "9223372036854775807";
  if (whole.size() > limit.size() || (whole.size() == limit.size() && whole > limit))
    return {0, decimal_error::out_of_range};
  std::int64_t value = 0;
  for (const char c : whole) value = value * 10 - (c - '0');
  return {number.negative ? value : -value, std::nullopt};
}

rc::Gen<std::string> digits(int least, int most) {
  return rc::gen::mapcat(rc::gen::inRange(least, most + 1), [](int count) {
    return rc::gen::container<std::string>(
        static_cast<std::size_t>(count),
        rc::gen::weightedElement<char>(
            {{3, '0'}, {3, '9'}, {2, '4'}, {3, '5'}, {1, '1'}, {1, '7'}}));
  });
}

}  // namespace

TEST_CASE("a decimal is read exactly and rounded half away from zero") {
  struct { const char* name; const char* given; int scale; std::int64_t expected; }
  const cases[] = {
      {"cents", "16686.39", 2, 1'668'639},
      {"no fraction", "7", 2, 700},
      {"one digit of fraction", "7.5", 2, 750},
      {"zero", "0", 2, 0},
      {"minus zero", "-0", 2, 0},
      {"minus zero cents", "-0.00", 2, 0},
      {"leading zeros", "007.10", 2, 710},
      {"below half", "0.004", 2, 0},
      {"half goes up", "0.005", 2, 1},
      {"negative half goes down", "-0.005", 2, -1},
      {"just below half", "0.00499999999999999999999999", 2, 0},
      {"half decides by one digit only", "0.0050000000000000000000001", 2, 1},
      {"what a double cannot hold", "1.005", 2, 101},
      {"what a double rounds wrong", "1.115", 2, 112},
      {"carry through nines", "9.995", 2, 1'000},
      {"negative carry", "-9.995", 2, -1'000},
      {"refund", "-12.34", 2, -1'234},
      {"a fraction of a hundredth", "0.024", 6, 24'000},
      {"largest", "92233720368547758.07", 2, int_max},
      {"smallest", "-92233720368547758.08", 2, int_min},
      {"rounded down to the largest", "92233720368547758.074", 2, int_max},
      {"rounded up to the smallest", "-92233720368547758.084", 2, int_min},
      {"many leading zeros", "0000000000000000000000000000001.00", 2, 100},
      {"scale 0", "9223372036854775807", 0, int_max},
  };
  for (const auto& [name, given, scale, expected] : cases) {
    INFO(name);
    const auto parsed = parse_decimal(given, scale);
    CHECK_FALSE(parsed.error);
    CHECK(parsed.scaled == expected);
  }
}

TEST_CASE("a decimal beyond 64 bits is out of range") {
  const char* const cases[] = {
      "92233720368547758.08",  "92233720368547758.075",      "-92233720368547758.09",
      "-92233720368547758.085", "99999999999999999999999999", "1000000000000000000",
  };
  for (const char* given : cases) {
    INFO(given);
    CHECK(parse_decimal(given, 2).error == decimal_error::out_of_range);
  }
}

TEST_CASE("a text of another form is not a decimal") {
  const char* const cases[] = {
      "",    "-",     "+1",  ".5",   "1.",   "-.5",  "1,5",  "12,50", "1 000", " 1", "1 ", "--1",
      "1.2.3", "1e3", "0x1", "NaN",  "nan",  "inf",  "Infinity", "-inf", "$1", "1$", "١", "1-",
  };
  for (const char* given : cases) {
    INFO(given);
    CHECK(parse_decimal(given, 2).error == decimal_error::malformed);
  }
  CHECK(parse_decimal(std::string_view("1\0", 2), 2).error == decimal_error::malformed);
}

TEST_CASE("an exponent is read if the form allows one") {
  struct { const char* given; std::int64_t expected; } const cases[] = {
      {"1e3", 100'000},    {"1E+3", 100'000}, {"1.5e-1", 15},         {"5e-3", 1},
      {"-5e-3", -1},       {"4e-3", 0},       {"0e999999999999", 0},  {"0.00e400", 0},
      {"1e-999999999999999999999999", 0},     {"123456e-4", 1'235},   {"12.5e0", 1'250},
  };
  for (const auto& [given, expected] : cases) {
    INFO(given);
    const auto parsed = parse_decimal(given, 2, decimal_form::scientific);
    CHECK_FALSE(parsed.error);
    CHECK(parsed.scaled == expected);
  }
  for (const char* given : {"1e400", "1e17", "-1e999999999999999999999999"}) {
    INFO(given);
    CHECK(parse_decimal(given, 2, decimal_form::scientific).error == decimal_error::out_of_range);
  }
  for (const char* given : {"1e", "1e+", "e5", "1e5.0", "1e 5", "1ee5"}) {
    INFO(given);
    CHECK(parse_decimal(given, 2, decimal_form::scientific).error == decimal_error::malformed);
  }
}

TEST_CASE("every decimal is read as arithmetic on text reads it") {
  REQUIRE(rc::check([] {
    const parts number{*rc::gen::arbitrary<bool>(), *digits(1, 24), *digits(0, 24),
                       *rc::gen::inRange(-30, 31)};
    const int scale = *rc::gen::inRange(0, 19);
    std::string text = (number.negative ? "-" : "") + number.integer;
    if (!number.fraction.empty()) text += "." + number.fraction;
    parts plain = number;
    plain.exponent = 0;
    const auto read = parse_decimal(text, scale);
    const auto wanted = written_out(plain, scale);
    RC_ASSERT(read.error == wanted.error);
    RC_ASSERT(read.scaled == wanted.scaled);
    const auto exponent = text + "e" + std::to_string(number.exponent);
    const auto read_e = parse_decimal(exponent, scale, decimal_form::scientific);
    const auto wanted_e = written_out(number, scale);
    RC_ASSERT(read_e.error == wanted_e.error);
    RC_ASSERT(read_e.scaled == wanted_e.scaled);
  }));
}
