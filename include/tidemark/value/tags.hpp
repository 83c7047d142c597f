// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
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

/// A list of texts without NUL that it does not own: each with a NUL after it.
struct tags_view {
  std::string_view joined;

  /// `list` in `buffer`.
  static tags_view join(const tags& list, std::string& buffer) {
    buffer.clear();
    for (const auto& tag : list) buffer.append(tag) += '\0';
    return {buffer};
  }

  /// Whether the last text has its NUL too.
  bool is_ended() const { return joined.empty() || joined.back() == '\0'; }

  /// Calls `use(text)` for each text, in order.
  template <typename Use>
  void for_each(Use use) const {
    for (std::string_view rest = joined; !rest.empty();) {
      const auto end = rest.find('\0');
      use(rest.substr(0, end));
      rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    }
  }

  /// The number of texts. Requires: `is_ended()`.
  std::size_t count() const {
    return static_cast<std::size_t>(std::count(joined.begin(), joined.end(), '\0'));
  }

  bool operator==(const tags_view&) const = default;
};

/// `value` as a canonical JSON array of strings.
inline std::string to_json(tags_view value) {
  std::string text = "[";
  value.for_each([&](std::string_view tag) {
    if (text.size() > 1) text += ',';
    append_json_string(text, tag);
  });
  text += ']';
  return text;
}

}  // namespace tidemark
