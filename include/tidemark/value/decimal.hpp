// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace tidemark {

/// Why a text is not a decimal number of the wanted form.
enum class decimal_error { malformed, out_of_range };

/// The outcome of `parse_decimal`: either a scaled integer or an error.
struct decimal_result {
  std::int64_t scaled = 0;
  std::optional<decimal_error> error;
};

/// How a decimal number may be written.
enum class decimal_form {
  plain,       ///< optional minus, digits, optional point and digits
  scientific,  ///< as `plain`, and an exponent may follow, as in JSON numbers
};

namespace detail {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The parts of a decimal text: `digits` holds the integer digits, then those of the fraction.
struct decimal_parts {
  bool negative = false;
  std::string_view integer;
  std::string_view fraction;
  std::int64_t exponent = 0;
};

constexpr std::string_view take_digits(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  const auto digits = text.substr(0, n);
  text.remove_prefix(n);
  return digits;
}

constexpr std::optional<std::int64_t> take_exponent(std::string_view& text) {
  if (text.empty() || (text.front() != 'e' && text.front() != 'E')) return 0;
  text.remove_prefix(1);
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  const auto digits = take_digits(text);
  if (digits.empty()) return std::nullopt;
  // A clamped exponent is still far outside every range, since the text limits the mantissa.
  constexpr std::int64_t clamp = 1'000'000'000'000;
  std::int64_t exponent = 0;
  for (const char c : digits) {
    exponent = exponent * 10 + (c - '0');
    if (exponent > clamp) exponent = clamp;
  }
  return negative ? -exponent : exponent;
}

constexpr std::optional<decimal_parts> split_decimal(std::string_view text, decimal_form form) {
  decimal_parts parts;
  if (!text.empty() && text.front() == '-') {
    parts.negative = true;
    text.remove_prefix(1);
  }
  parts.integer = take_digits(text);
  if (parts.integer.empty()) return std::nullopt;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    parts.fraction = take_digits(text);
    if (parts.fraction.empty()) return std::nullopt;
  }
  if (form == decimal_form::scientific) {
    const auto exponent = take_exponent(text);
    if (!exponent) return std::nullopt;
    parts.exponent = *exponent;
  }
  if (!text.empty()) return std::nullopt;
  return parts;
}

}  // namespace detail

/// Reads `text` as an exact decimal and returns it times 10^`scale`, rounded half away from zero.
///
/// No binary floating point is involved: `parse_decimal("16686.39", 2)` is 1668639.
/// Errors: `malformed` when `text` does not have the `form`, `out_of_range` when the scaled value
/// does not fit 64 bits. `scale` is 0 to 18.
constexpr decimal_result parse_decimal(std::string_view text, int scale,
                                       decimal_form form = decimal_form::plain) {
  const auto parts = detail::split_decimal(text, form);
  if (!parts) return {0, decimal_error::malformed};

  const auto length =
      static_cast<std::int64_t>(parts->integer.size() + parts->fraction.size());
  const auto digit = [&](std::int64_t i) {
    const auto at = static_cast<std::size_t>(i);
    return at < parts->integer.size() ? parts->integer[at] - '0'
                                      : parts->fraction[at - parts->integer.size()] - '0';
  };
  // Digits before the rounding point; it may lie before the first digit or after the last.
  const std::int64_t kept =
      static_cast<std::int64_t>(parts->integer.size()) + parts->exponent + scale;

  constexpr auto limit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const std::uint64_t largest = parts->negative ? limit + 1 : limit;
  std::uint64_t magnitude = 0;
  for (std::int64_t i = 0; i < kept; ++i) {
    if (i >= length && magnitude == 0) break;  // only zeros follow
    const auto next = static_cast<std::uint64_t>(i < length ? digit(i) : 0);
    if (magnitude > (largest - next) / 10) return {0, decimal_error::out_of_range};
    magnitude = magnitude * 10 + next;
  }
  if (kept >= 0 && kept < length && digit(kept) >= 5) {
    if (magnitude == largest) return {0, decimal_error::out_of_range};
    ++magnitude;
  }
  return {static_cast<std::int64_t>(parts->negative ? 0 - magnitude : magnitude), std::nullopt};
}

}  // namespace tidemark
