// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/policy/location.hpp>

namespace tidemark::policy {

enum class severity : std::uint8_t { error, warning };

/// One thing that is wrong (or doubtful) in a file, and where.
struct issue {
  severity level = severity::error;
  location at;
  std::string message;
};

/// All that was found in one file, in the order of its lines.
using issues = std::vector<issue>;

/// Whether any of `found` is an error.
inline bool has_error(const issues& found) {
  return std::any_of(found.begin(), found.end(),
                     [](const issue& one) { return one.level == severity::error; });
}

/// Sorts by place, so that a reader goes down the file once.
inline void sort_by_place(issues& found) {
  std::stable_sort(found.begin(), found.end(),
                   [](const issue& a, const issue& b) { return a.at < b.at; });
}

namespace detail {

inline std::string_view line_of(std::string_view text, std::size_t line) {
  for (; line > 1; --line) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  return text;
}

}  // namespace detail

/// `file:line:column: error: message`, then the line of `text` and a caret below the place.
///
/// The column counts characters; `text` is the whole file. Without a known place, only the first
/// line is written.
inline std::string to_text(const issue& one, std::string_view file, std::string_view text) {
  std::string out(file);
  if (one.at.line != 0)
    out += ":" + std::to_string(one.at.line) + ":" + std::to_string(one.at.column);
  out += one.level == severity::error ? ": error: " : ": warning: ";
  out += one.message;
  out += '\n';
  if (one.at.line == 0) return out;
  const auto line = detail::line_of(text, one.at.line);
  if (line.empty()) return out;
  out += "  ";
  out += line;
  out += "\n  ";
  std::size_t column = 1;
  for (std::size_t i = 0; i < line.size() && column < one.at.column; ++i) {
    if ((static_cast<unsigned char>(line[i]) & 0xC0) == 0x80) continue;  // inside a character
    out += line[i] == '\t' ? '\t' : ' ';
    ++column;
  }
  out += "^\n";
  return out;
}

}  // namespace tidemark::policy
