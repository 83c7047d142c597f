// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

#include <tidemark/value/decimal.hpp>

namespace tidemark::videos {

/// The outcome of `parse_integer`: a number or an error.
struct integer_result {
  std::int64_t number = 0;
  std::optional<decimal_error> error;
};

/// Reads an optional minus and digits, nothing else, as a 64-bit integer.
inline integer_result parse_integer(std::string_view text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data(), end, number);
  if (code == std::errc::invalid_argument || stop != end) return {0, decimal_error::malformed};
  if (code == std::errc::result_out_of_range) return {0, decimal_error::out_of_range};
  return {number, std::nullopt};
}

/// Whether the JSON number `token` can be kept in a payload. Postgres' JSONB holds no more than
/// 131072 digits before the point and 16383 after it, exponents worked in, and refuses a whole run
/// for one number beyond that.
inline bool is_storable_number(std::string_view token) {
  constexpr std::int64_t integer_max = 131'072;
  constexpr std::int64_t fraction_max = 16'383;
  constexpr std::size_t shortest_refused = std::string_view("1e-16383").size();
  if (token.size() < shortest_refused) return true;
  const bool has_exponent = token.find_first_of("eE") != std::string_view::npos;
  if (!has_exponent && token.size() <= static_cast<std::size_t>(fraction_max)) return true;
  const auto parts = tidemark::detail::split_decimal(token, decimal_form::scientific);
  if (!parts) return false;
  const auto integer = static_cast<std::int64_t>(parts->integer.size());
  const auto fraction = static_cast<std::int64_t>(parts->fraction.size());
  return integer + parts->exponent <= integer_max && fraction - parts->exponent <= fraction_max;
}

}  // namespace tidemark::videos
