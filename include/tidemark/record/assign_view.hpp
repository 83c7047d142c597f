// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <tidemark/record/fields.hpp>
#include <tidemark/value/json.hpp>
#include <tidemark/value/tags.hpp>

namespace tidemark {

namespace detail {

template <typename T>
void assign_value(T& to, const T& from) { to = from; }
inline void assign_value(std::string& to, std::string_view from) { to.assign(from); }
inline void assign_value(json& to, json_view from) { to.text.assign(from.text); }
inline void assign_value(tags& to, tags_view from) {
  std::size_t count = 0;
  from.for_each([&](std::string_view tag) {
    if (count == to.size()) to.emplace_back();
    to[count++].assign(tag);
  });
  to.resize(count);
}
template <typename T, typename View>
  requires(!std::same_as<T, View>)
void assign_value(std::optional<T>& to, const std::optional<View>& from) {
  if (!from) return to.reset();
  if (!to) to.emplace();
  assign_value(*to, *from);
}

}  // namespace detail

/// Sets `to` to what `from` shows, a record of the same fields that does not own its texts; buffers
/// of `to` are reused.
template <reflected Record, reflected View>
  requires(field_names<Record> == field_names<View>)
void assign(Record& to, const View& from) {
  for_each_field<Record>([&](auto i) { detail::assign_value(field<i>(to), field<i>(from)); });
}

/// A record with its own texts.
template <reflected Record, reflected View>
Record owned(const View& from) {
  Record record;
  assign(record, from);
  return record;
}

}  // namespace tidemark
