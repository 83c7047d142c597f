// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include <boost/json.hpp>
#include <fmt/core.h>

#include <tidemark/value/date.hpp>
#include <tidemark/value/json.hpp>
#include <tidemark/value/tags.hpp>
#include <tidemark/value/timestamp.hpp>

/// Values that SQLite keeps as text, read back. Each throws std::runtime_error when the text is not
/// what tidemark writes: another program changed the database.
namespace tidemark::sqlite {

[[noreturn]] inline void throw_not_stored_by_us(std::string_view text, std::string_view wanted) {
  throw std::runtime_error(fmt::format("the database holds \"{}\" where {} belongs",
                                       text.substr(0, 80), wanted));
}

inline void read_stored(std::string_view text, date& value) {
  const auto parsed = parse_date(text);
  if (!parsed) throw_not_stored_by_us(text, "a date (YYYY-MM-DD)");
  value = *parsed;
}

/// Seconds, and six digits of a second where there are any.
inline void read_stored(std::string_view text, timestamp& value) {
  const auto seconds = parse_wall_time(text.substr(0, 19));
  const auto fraction = text.size() > 19 ? text.substr(19) : std::string_view(".000000");
  const auto micros = fraction.size() == 7 && fraction.front() == '.'
                          ? detail::fixed_digits(fraction.substr(1))
                          : std::nullopt;
  if (!seconds || !micros) throw_not_stored_by_us(text, "a time (YYYY-MM-DD HH:MM:SS)");
  value = timestamp{seconds->micros + *micros};
}

inline void read_stored(std::string_view text, json& value) { value.text = text; }

inline void read_stored(std::string_view text, tags& value) {
  boost::json::error_code wrong;
  const auto parsed = boost::json::parse({text.data(), text.size()}, wrong);
  value.clear();
  if (wrong || !parsed.is_array()) throw_not_stored_by_us(text, "a JSON array of texts");
  for (const auto& element : parsed.get_array()) {
    if (!element.is_string()) throw_not_stored_by_us(text, "a JSON array of texts");
    value.emplace_back(element.get_string().data(), element.get_string().size());
  }
}

inline std::string stored_text(date value) { return to_text(value); }
inline std::string stored_text(timestamp value) { return to_text(value); }
inline const std::string& stored_text(const json& value) { return value.text; }
inline std::string stored_text(const tags& value) { return to_json(value); }
inline std::string stored_text(tags_view value) { return to_json(value); }

}  // namespace tidemark::sqlite
