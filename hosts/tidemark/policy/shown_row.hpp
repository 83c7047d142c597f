// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/engine/proof/concrete_record.hpp>
#include <tidemark/record/field_text.hpp>
#include <tidemark/value/json.hpp>

/// Rows as a person reads them, in the answers of the policy commands.
namespace tidemark::host {

/// A value as JSON, which YAML reads too; `null` if it is missing.
struct shown_value {
  std::string json;
};

/// Some fields of a row and their values, in the order of the record.
struct shown_row {
  std::vector<std::pair<std::string_view, shown_value>> fields;
};

template <typename T>
shown_value shown(const T& value) {
  const auto text = field_text(value);
  if (!text) return {"null"};
  constexpr auto type = type_of<T>();
  const bool is_written_so = type == field_type::integer || type == field_type::counter ||
                             type == field_type::percent || type == field_type::texts ||
                             type == field_type::json;
  if (is_written_so) return {*text};
  std::string quoted;
  append_json_string(quoted, *text);
  return {quoted};
}

/// The fields `named` of `row`.
template <record Record>
shown_row shown(const Record& row, field_mask named) {
  shown_row made;
  for_each_field<Record>([&](auto i) {
    if (named.has(i)) made.fields.emplace_back(field_names<Record>[i], shown(field<i>(row)));
  });
  return made;
}

/// The value of the field at `index` of `row`.
template <record Record>
shown_value shown_field(const Record& row, std::size_t index) {
  shown_value made;
  for_each_field<Record>([&](auto i) {
    if (i == index) made = shown(field<i>(row));
  });
  return made;
}

/// `{gmv_cents: 0, ctr: null}`, as YAML.
std::string to_text(const shown_row& row);

/// `{"gmv_cents":0,"ctr":null}`.
std::string to_json(const shown_row& row);

}  // namespace tidemark::host
