// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/diagnostics/location.hpp>
#include <tidemark/diagnostics/unknown_name.hpp>
#include <tidemark/engine/record_shape.hpp>
#include <tidemark/policy/policy.hpp>
#include <tidemark/policy/problem_kind.hpp>
#include <tidemark/policy/warning.hpp>
#include <tidemark/value/utf8.hpp>

namespace tidemark::engine {

namespace detail {

inline void report(diagnostics::issues& found, diagnostics::location at, policy::problem_kind code,
                   std::string message) {
  found.push_back({diagnostics::severity::error, at, std::move(message), code});
}

/// Warns of the rule at `place`, as `accepts` names it.
inline void warn(diagnostics::issues& found, policy::warning kind, diagnostics::location at,
                 std::string place, std::string message) {
  found.push_back({diagnostics::severity::warning, at, std::move(message), policy::code_of(kind),
                   std::move(place), {}});
}

/// The index of the field called `name`; reports one that `shape` does not have.
inline std::optional<field_index> field_of(const record_shape& shape,
                                           const diagnostics::located_text& name,
                                           diagnostics::issues& found) {
  for (std::size_t i = 0; i < shape.fields.size(); ++i)
    if (shape.fields[i] == name.text) return static_cast<field_index>(i);
  found.push_back(diagnostics::unknown_name(
      name.at, policy::problem_kind::unknown_field,
      std::string(shape.name) + " has no field " + in_quotes(name.text), name.text,
      shape.fields));
  return std::nullopt;
}

/// Like `field_of`, but also reports a field whose values have no order.
inline std::optional<field_index> ordered_field_of(const record_shape& shape,
                                                   const diagnostics::located_text& name,
                                                   std::string_view word,
                                                   diagnostics::issues& found) {
  const auto index = field_of(shape, name, found);
  if (!index) return index;
  if (shape.references.has(*index)) {
    report(found, name.at, policy::problem_kind::reference_without_order,
           "the field " + in_quotes(name.text) +
               " refers to another table; its ids differ between databases and have no order for " +
               std::string(word));
    return std::nullopt;
  }
  if (has_order(shape.types[*index])) return index;
  report(found, name.at, policy::problem_kind::field_without_order,
         "the field " + in_quotes(name.text) + " is of type " +
             std::string(to_text(shape.types[*index])) + ", which has no order; " +
             std::string(word) + " needs a number, a percent, a date or a time");
  return std::nullopt;
}

/// Reports a record with another name. An empty name was reported when the policy was loaded.
/// False: the policy means another record, whose fields are unknown.
inline bool check_record(const record_shape& shape, const diagnostics::located_text& name,
                         diagnostics::issues& found) {
  if (name.text.empty() || name.text == shape.name) return true;
  const std::span<const std::string_view> known(&shape.name, 1);
  found.push_back(diagnostics::unknown_name(name.at, policy::problem_kind::unknown_record,
                                            "unknown record " + in_quotes(name.text), name.text,
                                            known));
  return nearest(name.text, known).has_value();
}

/// Reports a key with other fields than the record's; their order does not matter. An empty key was
/// reported when the policy was loaded. If the key is not `whole`, the file may have more fields
/// than `key`.
inline void check_key(const record_shape& shape, const std::vector<diagnostics::located_text>& key,
                      bool whole, diagnostics::location at, diagnostics::issues& found) {
  if (key.empty()) return;
  const std::string must = "; the key of " + std::string(shape.name) + " is " +
                           list_of(shape, shape.key);
  field_mask named;
  bool unknown = false;
  for (const auto& name : key) {
    const auto index = field_of(shape, name, found);
    if (!index) unknown = true;
    else if (shape.key.has(*index)) named.add(*index);
    else
      report(found, name.at, policy::problem_kind::wrong_key,
             in_quotes(name.text) + " is not part of the key" + must);
  }
  if (unknown || !whole || named == shape.key) return;
  const field_mask lacking{shape.key.bits & ~named.bits};
  report(found, at, policy::problem_kind::wrong_key,
         "the key lacks " + list_of(shape, lacking) + must);
}

}  // namespace detail

}  // namespace tidemark::engine
