// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <tidemark/engine/proof/abstract_record.hpp>
#include <tidemark/record/field_text.hpp>

/// The records of a proof in messages, as a test of a policy writes them.
namespace tidemark::engine::proof {

/// The value of the field at `index` that a proof calls `value`; the same as that of
/// `concrete_record`.
inline std::string value_text(const record_shape& shape, std::size_t index, abstract_value value) {
  if (value == missing) return "null";
  const std::string letter(1, static_cast<char>('a' + value));
  switch (shape.types[index]) {
    case field_type::date: return to_text(date{parse_date("2026-01-01")->days + value});
    case field_type::timestamp:
      return to_text(timestamp{parse_wall_time("2026-01-01 00:00:00")->micros +
                               std::int64_t{value} * 1'000'000});
    case field_type::text: return letter;
    case field_type::texts: return "[" + letter + "]";
    case field_type::integer: return std::to_string(value + (shape.references.has(index) ? 1 : 0));
    case field_type::counter:
    case field_type::percent:
    case field_type::json:
    case field_type::other: break;
  }
  return std::to_string(value);
}

/// `{gmv_cents: 0, ctr: null}`, with the fields `named`.
inline std::string record_text(const record_shape& shape, const abstract_record& record,
                               field_mask named) {
  std::string text = "{";
  for_each_in(named, [&](std::size_t field) {
    if (text.size() > 1) text += ", ";
    text.append(shape.fields[field]).append(": ").append(value_text(shape, field, record[field]));
  });
  return text + "}";
}

}  // namespace tidemark::engine::proof
