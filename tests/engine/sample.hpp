// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <boost/hana/adapt_struct.hpp>

#include <tidemark/record/field_text.hpp>
#include <tidemark/record/record_traits.hpp>
#include <tidemark/value/decimal.hpp>

namespace tidemark::engine_test {

/// A record with a field of every type, for tests of the engine.
struct sample {
  std::string id;
  counter gmv;
  counter count;
  std::optional<std::int64_t> number;
  std::optional<percent> rate;
  std::optional<date> day;
  std::optional<timestamp> moment;
  std::optional<std::string> text;
  std::optional<tags> list;
  std::optional<json> document;
};

/// Values of a `sample` by field name, as texts of record/field_text.hpp; lists in JSON without
/// escapes. A field that is not named is missing.
using named_texts = std::map<std::string, std::string>;

}  // namespace tidemark::engine_test

BOOST_HANA_ADAPT_STRUCT(tidemark::engine_test::sample, id, gmv, count, number, rate, day, moment,
                        text, list, document);

template <>
struct tidemark::record_traits<tidemark::engine_test::sample> {
  static constexpr std::string_view name = "samples";
  static constexpr std::array<std::string_view, 1> key{"id"};
};

namespace tidemark::engine_test {

inline tags list_of(std::string_view text) {
  tags list;
  while (text.find('"') != text.npos) {
    text.remove_prefix(text.find('"') + 1);
    list.emplace_back(text.substr(0, text.find('"')));
    text.remove_prefix(text.find('"') + 1);
  }
  return list;
}

template <typename Field>
void read_field(Field& field, const std::string& text) {
  constexpr auto type = type_of<Field>();
  if constexpr (type == field_type::counter) field.known = std::stoll(text);
  else if constexpr (type == field_type::integer) field = std::stoll(text);
  else if constexpr (type == field_type::percent) field = percent{parse_decimal(text, 4).scaled};
  else if constexpr (type == field_type::date) field = parse_date(text).value();
  else if constexpr (type == field_type::timestamp) field = parse_wall_time(text).value();
  else if constexpr (type == field_type::texts) field = list_of(text);
  else if constexpr (type == field_type::json) field = json{text};
  else field = text;
}

/// The sample with these values; its key is "k".
inline sample sample_of(const named_texts& values) {
  sample made;
  made.id = "k";
  for (const auto& [name, text] : values) {
    const auto index = find_field<sample>(name).value();
    for_each_field<sample>([&](auto i) {
      if (i == index) read_field(field<i>(made), text);
    });
  }
  return made;
}

/// The present fields of `row`, without its key.
inline named_texts texts_of(const sample& row) {
  named_texts texts;
  for_each_field<sample>([&](auto i) {
    if (const auto text = field_text(field<i>(row)); text && !key_fields<sample>.has(i))
      texts[std::string(field_names<sample>[i])] = *text;
  });
  return texts;
}

}  // namespace tidemark::engine_test
