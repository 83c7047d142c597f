// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <tidemark/value/json.hpp>

namespace tidemark {

/// A list of texts in the order in which the source gave them.
using tags = std::vector<std::string>;

/// `value` as a canonical JSON array of strings.
inline std::string to_json(const tags& value) {
  std::string text = "[";
  for (const auto& tag : value) {
    if (text.size() > 1) text += ',';
    append_json_string(text, tag);
  }
  text += ']';
  return text;
}

}  // namespace tidemark
