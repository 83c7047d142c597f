// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <tidemark/engine/compile_shape.hpp>
#include <tidemark/engine/preference.hpp>
#include <tidemark/engine/program.hpp>
#include <tidemark/policy/words.hpp>
#include <tidemark/value/json.hpp>

namespace tidemark::engine {

namespace detail {

/// `text` so that YAML reads it back: unchanged if it is a word, otherwise in double quotes.
inline std::string yaml_text(std::string_view text) {
  constexpr std::string_view letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  constexpr std::array<std::string_view, 3> nothing{"null", "Null", "NULL"};
  const bool word = !text.empty() && text.find_first_not_of(letters) == text.npos &&
                    text.front() != '-' &&
                    std::find(nothing.begin(), nothing.end(), text) == nothing.end();
  if (word) return std::string(text);
  std::string quoted;
  append_json_string(quoted, text);  // YAML reads JSON strings
  return quoted;
}

inline void append_fields(std::string& out, std::string_view indent, std::string_view word,
                          const record_shape& shape, field_mask fields) {
  if (fields.empty()) return;
  out.append(indent).append(word).append(": ").append(list_of(shape, fields)).append("\n");
}

inline void append_gates(std::string& out, const record_shape& shape, std::span<const gate> gates) {
  if (gates.empty()) return;
  out += "    gated:\n";
  for (const gate& gate : gates) {
    out.append("      - when: incoming.").append(shape.fields[gate.incoming]).append(" ");
    out.append(to_text(gate.op)).append(" stored.").append(shape.fields[gate.stored]).append("\n");
    out.append("        on_null: ").append(to_text(gate.on_null)).append("\n");
    if (gate.on_tie != policy::tie_rule::by_operator)
      out.append("        on_tie: ").append(to_text(gate.on_tie)).append("\n");
    append_fields(out, "        ", "fields", shape, gate.fields);
  }
}

template <record Row>
void append_merge(std::string& out, const preference_order<Row>& order) {
  constexpr record_shape shape = shape_of<Row>();
  out.append("merge:\n  record: ").append(shape.name).append("\n");
  append_fields(out, "  ", "key", shape, shape.key);
  out += "  prefer:\n";
  for (std::size_t i = 0; i < order.step_count; ++i) {
    const auto& step = order.steps[i];
    out.append("    - ").append(to_text(step.word)).append(": ");
    out += step.word == policy::preference::most_complete ? list_of(shape, step.fields)
                                                          : std::string(shape.fields[step.field]);
    out += "\n";
  }
  out.append("    - ");
  out.append(to_text(order.last_seen_wins ? policy::preference::last_seen
                                          : policy::preference::first_seen));
  out += "\n";
}

template <record Record>
void append_record(std::string& out, const program<Record>& rules) {
  constexpr record_shape shape = shape_of<Record>();
  out.append("  ").append(shape.name).append(":\n");
  for (const auto& rule : policy::rule_descriptions)
    if (rule.word == policy::rule::gated)
      append_gates(out, shape, {rules.gates.data(), rules.gate_count});
    else
      append_fields(out, "    ", rule.text, shape,
                    rule.word == policy::rule::key ? shape.key : rules.under(rule.word));
}

}  // namespace detail

/// The compiled policy written as a policy file: what `policy show` prints, and the input of the
/// policy's hash.
///
/// Two files have the same text exactly when they mean the same: comments, white space, the order
/// of keys, records, gates and of fields in a list make no difference; windows and steps keep
/// their order, which has a meaning. Loading and compiling the text gives the same programs, and
/// the text again.
template <record Row, record... Records>
std::string canonical_text(std::string_view name, std::span<const std::int32_t> windows,
                           const preference_order<Row>& merge, const program<Records>&... upsert) {
  std::string out = "tidemark: 1\npolicy: " + detail::yaml_text(name) + "\nwindows: [";
  for (std::size_t i = 0; i < windows.size(); ++i)
    out += (i == 0 ? "" : ", ") + std::to_string(windows[i]);
  out += "]\n";
  detail::append_merge(out, merge);
  out += "upsert:\n";
  (detail::append_record(out, upsert), ...);
  return out;
}

}  // namespace tidemark::engine
