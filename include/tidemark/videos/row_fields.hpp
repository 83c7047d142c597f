// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tidemark/value/ascii.hpp>
#include <tidemark/value/decimal.hpp>
#include <tidemark/value/percent.hpp>
#include <tidemark/value/tags.hpp>
#include <tidemark/value/utf8.hpp>
#include <tidemark/videos/row_number.hpp>
#include <tidemark/videos/row_raw.hpp>
#include <tidemark/videos/row_time.hpp>

/// How one delivered value becomes one field of a `row_view`, a function each:
/// plugins/sources/README.md, "Keys of a row".
///
/// Each takes the row, and a value in it that is neither null nor absent; sets the field and
/// returns nothing, or returns which rule the value breaks, for a message that names the field.
namespace tidemark::videos::row_fields {

using broken_rule = std::optional<std::string>;

/// `node` as a message shows it, short.
inline std::string shown(raw_row& row, const raw_node& node) {
  if (node.kind == raw_kind::text) return in_quotes(node.text);
  constexpr std::size_t shown_max = 60;
  const std::string_view text = row.canonical(node);
  if (text.size() <= shown_max) return std::string(text);
  std::size_t end = shown_max;  // not inside a character
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

inline broken_rule broken(raw_row& row, const raw_node& node, std::string_view rule) {
  return shown(row, node) + " " + std::string(rule);
}

/// Any string.
inline broken_rule read_text(raw_row& row, const raw_node& node,
                             std::optional<std::string_view>& field) {
  if (node.kind != raw_kind::text) return broken(row, node, "is not a string");
  field = node.text;
  return std::nullopt;
}

/// The longest id and username, in bytes: a unique key in Postgres holds no more than 2704.
inline constexpr std::size_t key_text_max = 1024;

/// A string that is a key in the storage: an id, a username.
inline broken_rule read_key_text(raw_row& row, const raw_node& node, std::string_view& field) {
  if (node.kind != raw_kind::text) return broken(row, node, "is not a string");
  if (node.text.size() > key_text_max) return broken(row, node, "is longer than 1024 bytes");
  field = node.text;
  return std::nullopt;
}

/// A user's name, stored in lower case, without the `@` that people write before it; empty is
/// missing. A name that has to be changed is put together in `changed`.
inline broken_rule read_username(raw_row& row, const raw_node& node, std::string& changed,
                                 std::optional<std::string_view>& field) {
  const bool is_text = node.kind == raw_kind::text;
  if (is_text && (node.text.empty() || node.text == "@")) {
    field.reset();
    return std::nullopt;
  }
  std::string_view name;
  if (auto rule = read_key_text(row, node, name)) return rule;
  if (name.starts_with('@')) name.remove_prefix(1);
  if (std::any_of(name.begin(), name.end(), [](char c) { return c != ascii_lower(c); })) {
    changed.assign(name);
    for (char& c : changed) c = ascii_lower(c);
    name = changed;
  }
  field = name;
  return std::nullopt;
}

/// A 64-bit integer: a JSON integer, or a string of an optional minus and digits.
inline broken_rule read_integer(raw_row& row, const raw_node& node,
                                std::optional<std::int64_t>& field) {
  if (node.kind != raw_kind::number && node.kind != raw_kind::text)
    return broken(row, node, "is not an integer");
  const integer_result parsed = parse_integer(node.text);
  if (parsed.error)
    return broken(row, node, *parsed.error == decimal_error::malformed ? "is not an integer"
                                                                       : "does not fit 64 bits");
  field = parsed.number;
  return std::nullopt;
}

/// The form in which a value of this kind may write a decimal: JSON numbers may have an exponent.
inline decimal_form form_of(const raw_node& node) {
  return node.kind == raw_kind::number ? decimal_form::scientific : decimal_form::plain;
}

/// An amount in the smallest unit of the brand's currency, by exact decimal arithmetic.
inline broken_rule read_amount(raw_row& row, const raw_node& node,
                               std::optional<std::int64_t>& field) {
  if (node.kind != raw_kind::number && node.kind != raw_kind::text)
    return broken(row, node, "is not an amount of money");
  const decimal_result parsed = parse_decimal(node.text, 2, form_of(node));
  if (parsed.error)
    return broken(row, node, *parsed.error == decimal_error::malformed
                                 ? "is not a decimal amount (an optional minus, digits, an "
                                   "optional point and digits)"
                                 : "does not fit 64 bits of cents");
  field = parsed.scaled;
  return std::nullopt;
}

/// Money: an amount, or an object of an amount and its currency, which must be the brand's.
inline broken_rule read_money(raw_row& row, const raw_node& node, std::string_view currency,
                              std::optional<std::int64_t>& field) {
  if (node.kind != raw_kind::object) return read_amount(row, node, field);
  const raw_node* amount = nullptr;
  const raw_node* named = nullptr;
  row.for_each_inside(node, [&](const raw_node& inner) {  // of a repeated key the last counts
    if (inner.name == "amount") amount = &inner;
    if (inner.name == "currency") named = &inner;
  });
  if (named && named->kind != raw_kind::null &&
      (named->kind != raw_kind::text || named->text != currency))
    return "the currency " + shown(row, *named) + " is not the brand's, " + std::string(currency);
  if (!amount) return broken(row, node, "has no \"amount\"");
  if (amount->kind == raw_kind::null) {
    field.reset();
    return std::nullopt;
  }
  return read_amount(row, *amount, field);
}

/// A percentage: `"2.4%"`, or without the sign a fraction, `"0.024"`.
inline broken_rule read_percent(raw_row& row, const raw_node& node,
                                std::optional<percent>& field) {
  constexpr std::string_view malformed =
      "is not a rate (a fraction such as 0.024, or a percentage such as \"2.4%\")";
  if (node.kind != raw_kind::number && node.kind != raw_kind::text)
    return broken(row, node, malformed);
  std::string_view text = node.text;
  const bool sign = node.kind == raw_kind::text && text.ends_with('%');
  if (sign) text.remove_suffix(1);
  const decimal_result parsed = parse_decimal(text, sign ? 4 : 6, form_of(node));
  if (parsed.error == decimal_error::malformed) return broken(row, node, malformed);
  if (parsed.error || parsed.scaled > percent::units_max || parsed.scaled < -percent::units_max)
    return broken(row, node, "lies outside -99999.9999 % to 99999.9999 %");
  field = percent{parsed.scaled};
  return std::nullopt;
}

/// Whether a number that is too large for Unix seconds has the 13 digits of milliseconds: those of
/// the years 2001 to 2286.
inline bool looks_like_milliseconds(std::string_view text) {
  return text.size() == 13 && text.find_first_not_of("0123456789") == text.npos;
}

/// A moment; `clock` (nullptr: UTC) is for texts without an offset.
inline broken_rule read_moment(raw_row& row, const raw_node& node, const wall_clock* clock,
                               std::optional<timestamp>& field) {
  if (node.kind != raw_kind::number && node.kind != raw_kind::text)
    return broken(row, node, "is not a date and time");
  if (node.kind == raw_kind::number && parse_integer(node.text).error == decimal_error::malformed)
    return broken(row, node, "is not an integer of Unix seconds");
  // A string of Unix seconds is digits only; only a JSON number may be before 1970.
  if (node.kind == raw_kind::text && node.text.starts_with('-'))
    return broken(row, node, "is not a date and time (a string of Unix seconds is digits only)");
  const moment_result parsed = parse_moment(node.text, clock);
  if (!parsed.error) {
    field = parsed.moment;
    return std::nullopt;
  }
  switch (*parsed.error) {
    case moment_error::outside_years:
      return broken(row, node,
                    looks_like_milliseconds(node.text)
                        ? "lies outside the years 0001 to 9999; it looks like milliseconds, but "
                          "Unix seconds are expected: divide it by 1000"
                        : "lies outside the years 0001 to 9999");
    case moment_error::skipped_by_clock:
      return broken(row, node, "is a time that the clocks of " + std::string(clock->name()) +
                                   " skipped");
    case moment_error::malformed: break;
  }
  return broken(row, node, "is not a date and time that exists (YYYY-MM-DD HH:MM:SS, RFC 3339 or "
                           "Unix seconds)");
}

/// An array of strings, put together in `joined`.
inline broken_rule read_tags(raw_row& row, const raw_node& node, std::string& joined,
                             std::optional<tags_view>& field) {
  if (node.kind != raw_kind::array) return broken(row, node, "is not an array of strings");
  joined.clear();
  bool strings = true;
  row.for_each_inside(node, [&](const raw_node& inner) {
    strings = strings && inner.kind == raw_kind::text;
    if (strings) joined.append(inner.text) += '\0';
  });
  if (!strings) return broken(row, node, "is not an array of strings");
  field = tags_view{joined};
  return std::nullopt;
}

}  // namespace tidemark::videos::row_fields
