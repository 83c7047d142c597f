// SPDX-License-Identifier: BSL-1.0
#include "write_cases.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "shown_row.hpp"

namespace tidemark::host {

namespace {

/// `text` as YAML reads it back: as it is where it looks like a phrase, otherwise quoted.
std::string yaml_text(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto is_plain = [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') ||
           std::string_view(" _-.,/()<>=+").find(c) != std::string_view::npos;
  };
  const auto may_begin = [&](char c) { return is_letter(c) || c == '.' || c == '/'; };
  const bool plain = text.size() > 4 && may_begin(text.front()) && text.back() != ' ' &&
                     std::all_of(text.begin(), text.end(), is_plain);
  if (plain) return std::string(text);
  std::string quoted;
  append_json_string(quoted, text);  // YAML reads JSON strings
  return quoted;
}

template <typename T>
std::string yaml_value(const T& value) {
  const auto made = shown(value);
  if constexpr (type_of<T>() == field_type::json) {
    if (!is_present(value)) return made.json;
    std::string quoted;
    append_json_string(quoted, made.json);
    return quoted;
  } else {
    return made.json;
  }
}

template <record Record>
std::string yaml_record(const named_record<Record>& shown) {
  std::string text = "{";
  for_each_field<Record>([&](auto i) {
    if (!shown.named.has(i)) return;
    if (text.size() > 1) text += ", ";
    text.append(field_names<Record>[i]).append(": ").append(yaml_value(field<i>(shown.values)));
  });
  return text + "}";
}

template <record Record>
void append_rows(std::string& out, const std::vector<named_record<Record>>& rows) {
  for (const auto& row : rows) out += "      - " + yaml_record(row) + "\n";
}

struct body_writer {
  std::string& out;

  template <record Record>
  void operator()(const rules_case<Record>& test) const {
    out.append("    record: ").append(record_traits<Record>::name).append("\n");
    if (test.given) out += "    given: " + yaml_record(*test.given) + "\n";
    out += "    rows:\n";
    append_rows(out, test.rows);
    out += "    expect: " + yaml_record(test.expect) + "\n";
    if (test.decided.empty()) return;
    out += "    decided: {";
    for (std::size_t i = 0; i < test.decided.size(); ++i) {
      const auto& [field, verdict] = test.decided[i];
      out.append(i == 0 ? "" : ", ").append(field_names<Record>[field]).append(": ");
      out += verdict;
    }
    out += "}\n";
  }

  void operator()(const merge_case& test) const {
    out += "    merge:\n";
    append_rows(out, test.rows);
    out += "    expect: " + yaml_record(test.expect) + "\n";
  }
};

}  // namespace

std::string to_yaml(const std::filesystem::path& policy, const std::vector<policy_case>& cases) {
  const std::string path = policy.lexically_normal().generic_string();
  std::string out = "policy: " + yaml_text(path) + "\ncases:\n";
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (i > 0) out += '\n';
    out += "  - name: " + yaml_text(cases[i].name) + "\n";
    std::visit(body_writer{out}, cases[i].body);
  }
  return out;
}

}  // namespace tidemark::host
