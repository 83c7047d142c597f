// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <tidemark/json/surrogates.hpp>
#include <tidemark/value/decimal.hpp>
#include <tidemark/value/utf8.hpp>
#include <tidemark/videos/row_raw.hpp>

namespace tidemark::videos {

/// Reads one row, a JSON object, at a time. Keeps its buffers from row to row. One thread.
class json_row_reader {
 public:
  /// Feeds every member of the JSON object `text` to `row`, which must be clear.
  ///
  /// Requires: `readable` bytes can be read from the start of `text` on, at least 64 more than it
  /// has. What was fed refers to `text` and to this reader: use it before the next call.
  /// Returns the reason to reject the row, if `text` is not exactly one object in valid JSON, holds
  /// a lone surrogate, or is nested too deep; `row` is then to be cleared.
  std::optional<std::string> feed(std::string_view text, std::size_t readable, raw_row& row);

 private:
  simdjson::ondemand::parser parser_;
};

// ---------------------------------------------------------------------------------------------

namespace detail {

namespace ondemand = simdjson::ondemand;
using ondemand::json_type;
using simdjson::error_code;

inline std::string_view without_space(std::string_view token) {
  constexpr std::string_view space = " \t\n\r";
  const std::size_t last = token.find_last_not_of(space);
  return token.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

/// The grammar of JSON is that of a decimal with exponent, without leading zeros.
inline bool is_json_number(std::string_view token) {
  const auto parts = tidemark::detail::split_decimal(token, decimal_form::scientific);
  return parts && (parts->integer.size() == 1 || parts->integer.front() != '0');
}

/// Feeds a number, `true`, `false` or `null`. The parser checks only a token's first letter.
inline error_code feed_token(std::string_view token, raw_row& row) {
  token = without_space(token);
  if (token == "null") {
    row.null();
  } else if (token == "true" || token == "false") {
    row.boolean(token == "true");
  } else if (is_json_number(token)) {
    row.number(token);
  } else {
    return simdjson::TAPE_ERROR;
  }
  return simdjson::SUCCESS;
}

/// Feeds one value with all that is in it: the parser checks only what is visited.
inline error_code feed_value(ondemand::value value, raw_row& row, std::size_t depth) {
  json_type type{};
  if (const auto code = value.type().get(type)) return code;
  switch (type) {
    case json_type::string: {
      std::string_view text;
      if (const auto code = value.get_string().get(text)) return code;
      row.text(text);
      return simdjson::SUCCESS;
    }
    case json_type::array: {
      if (depth == raw_row::depth_max) return simdjson::DEPTH_ERROR;
      ondemand::array array;
      if (const auto code = value.get_array().get(array)) return code;
      row.open_array();
      for (auto element : array) {
        ondemand::value inner;
        if (const auto code = element.get(inner)) return code;
        if (const auto code = feed_value(inner, row, depth + 1)) return code;
      }
      row.close();
      return simdjson::SUCCESS;
    }
    case json_type::object: {
      if (depth == raw_row::depth_max) return simdjson::DEPTH_ERROR;
      ondemand::object object;
      if (const auto code = value.get_object().get(object)) return code;
      row.open_object();
      for (auto field : object) {
        std::string_view name;
        ondemand::value inner;
        if (const auto code = field.unescaped_key().get(name)) return code;
        if (const auto code = field.value().get(inner)) return code;
        row.key(name);
        if (const auto code = feed_value(inner, row, depth + 1)) return code;
      }
      row.close();
      return simdjson::SUCCESS;
    }
    default: return feed_token(value.raw_json_token(), row);
  }
}

inline error_code feed_members(ondemand::document& document, raw_row& row) {
  ondemand::object object;
  if (const auto code = document.get_object().get(object)) return code;
  for (auto field : object) {
    std::string_view name;
    ondemand::value value;
    if (const auto code = field.unescaped_key().get(name)) return code;
    if (const auto code = field.value().get(value)) return code;
    row.key(name);
    if (const auto code = feed_value(value, row, 1)) return code;
  }
  const char* rest = nullptr;  // at the end of the text, asking for the place is an error
  return document.current_location().get(rest) == simdjson::SUCCESS ? simdjson::TRAILING_CONTENT
                                                                    : simdjson::SUCCESS;
}

/// What is wrong with the JSON, in words for people.
inline std::string words_of(error_code code) {
  switch (code) {
    case simdjson::TAPE_ERROR: return "a value, comma, colon or brace is missing or wrong";
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
      return "the object is not closed, or more follows after it";
    case simdjson::TRAILING_CONTENT: return "more follows after the object";
    case simdjson::STRING_ERROR: return "a string holds an escape that does not exist";
    case simdjson::UNCLOSED_STRING: return "a string is not closed";
    case simdjson::UNESCAPED_CHARS: return "a control character in a string is not escaped";
    default: return simdjson::error_message(code);
  }
}

/// The reason to reject `text`; `at`, if it is known, is where the parser stopped in it.
inline std::string reason_of(error_code code, std::string_view text, const char* at) {
  if (code == simdjson::UTF8_ERROR) return "is not valid UTF-8";
  if (code == simdjson::INCORRECT_TYPE) return "is not a JSON object";
  if (code == simdjson::DEPTH_ERROR)
    return "nested deeper than " + std::to_string(raw_row::depth_max) + " levels";
  std::string reason = "broken JSON: " + words_of(code);
  if (at > text.data() && at < text.data() + text.size())
    reason += ", near byte " + std::to_string(at - text.data() + 1);
  return reason;
}

}  // namespace detail

inline std::optional<std::string> json_row_reader::feed(std::string_view text,
                                                        std::size_t readable, raw_row& row) {
  if (const auto at = find_lone_surrogate(text))
    return in_quotes(text.substr(*at, 6)) + " at byte " + std::to_string(*at + 1) +
           " is a lone surrogate";
  simdjson::ondemand::document document;
  if (const auto code = parser_.iterate(text.data(), text.size(), readable).get(document))
    return detail::reason_of(code, text, nullptr);
  if (const auto code = detail::feed_members(document, row)) {
    const char* at = nullptr;
    const bool known = document.current_location().get(at) == simdjson::SUCCESS;
    return detail::reason_of(code, text, known ? at : nullptr);
  }
  return std::nullopt;
}

}  // namespace tidemark::videos
