// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include <tidemark/record/field_type.hpp>

namespace tidemark {

/// The text of a field's value for people, digests and plans: integers and counters in decimal,
/// percentages as `2.4`, dates and times as SQLite stores them, lists of texts as JSON.
/// Nothing when the value is missing.
template <typename T>
std::optional<std::string> field_text(const T& value) {
  static_assert(type_of<T>() != field_type::other,
                "field_text<T> requires T to be of a field_type: store another type as a text");
  if (!is_present(value)) return std::nullopt;
  if constexpr (std::is_same_v<T, counter>) return std::to_string(*value.known);
  else if constexpr (std::is_same_v<T, tags> || std::is_same_v<T, tags_view>)
    return to_json(value);
  else if constexpr (type_of<T>() == field_type::json && requires { value.text; })
    return std::string(value.text);
  else if constexpr (std::is_convertible_v<T, std::string_view>) return std::string(value);
  else if constexpr (requires { *value; }) return field_text(*value);
  else if constexpr (type_of<T>() == field_type::integer) return std::to_string(value);
  else return to_text(value);
}

}  // namespace tidemark
