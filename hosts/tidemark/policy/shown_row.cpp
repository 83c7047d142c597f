// SPDX-License-Identifier: BSL-1.0
#include "shown_row.hpp"

namespace tidemark::host {

std::string to_text(const shown_row& row) {
  std::string text = "{";
  for (const auto& [name, value] : row.fields) {
    if (text.size() > 1) text += ", ";
    text.append(name).append(": ").append(value.json);
  }
  return text + "}";
}

std::string to_json(const shown_row& row) {
  std::string text = "{";
  for (const auto& [name, value] : row.fields) {
    if (text.size() > 1) text += ',';
    append_json_string(text, name);
    text.append(":").append(value.json);
  }
  return text + "}";
}

}  // namespace tidemark::host
