// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/diagnostics/location.hpp>
#include <tidemark/diagnostics/problem_code.hpp>

namespace tidemark::diagnostics {

enum class severity : std::uint8_t { error, warning };

/// One thing in a file that is wrong or doubtful, and its place.
struct issue {
  severity level = severity::error;
  location at;
  std::string message;
  std::optional<policy::problem_kind> code;  ///< nothing: the file is not a policy
  std::string place;       ///< of a warning of a policy: the rule, as `accepts` names it
  std::string suggestion;  ///< the word that was likely meant at `at`, if any

  /// `code` has no default, so that no error of a policy is reported without one.
  issue(severity of_level, location place_in_file, std::string text,
        std::optional<policy::problem_kind> kind, std::string rule = {}, std::string meant = {})
      : level(of_level), at(place_in_file), message(std::move(text)), code(kind),
        place(std::move(rule)), suggestion(std::move(meant)) {}
};

/// Everything that was found in one file, in the order of its lines.
using issues = std::vector<issue>;

/// Whether any of `found` is an error.
inline bool has_error(const issues& found) {
  return std::any_of(found.begin(), found.end(),
                     [](const issue& entry) { return entry.level == severity::error; });
}

/// Sorts by place, so that a reader can go through the file from top to bottom.
inline void sort_by_place(issues& found) {
  std::stable_sort(found.begin(), found.end(),
                   [](const issue& a, const issue& b) { return a.at < b.at; });
}

/// Keeps at most 200 issues in `found`, and adds one with the code `kind` that says so: a longer
/// list does not help with a file that is wrong everywhere or is not a policy at all.
inline void keep_first(issues& found, std::optional<policy::problem_kind> kind) {
  constexpr std::size_t count_max = 200;
  if (found.size() <= count_max) return;
  found.erase(found.begin() + count_max, found.end());
  found.push_back({severity::error, {}, "more than 200 issues; the first 200 are listed", kind});
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

/// `line`, or the part of a very long line around `column`, without control characters; then a
/// caret below the column.
inline std::string excerpt(std::string_view line, std::size_t column) {
  constexpr std::size_t whole_max = 240;
  constexpr std::size_t around_max = 120;
  const auto inside_character = [&](std::size_t i) {
    return i < line.size() && (static_cast<unsigned char>(line[i]) & 0xC0) == 0x80;
  };
  std::size_t caret = 0;
  for (std::size_t left = column; left > 1 && caret < line.size(); --left)
    do ++caret; while (inside_character(caret));
  const bool whole = line.size() <= whole_max;
  std::size_t first = whole || caret <= around_max ? 0 : caret - around_max;
  while (inside_character(first)) ++first;
  std::size_t last = whole ? line.size() : std::min(caret + around_max, line.size());
  while (inside_character(last)) ++last;

  std::string shown = first > 0 ? "  ..." : "  ";
  std::string below(shown.size(), ' ');
  for (std::size_t i = first; i < last; ++i) {
    const auto code = static_cast<unsigned char>(line[i]);
    shown += code != '\t' && (code < 0x20 || code == 0x7F) ? '?' : line[i];
    if (i < caret && !inside_character(i)) below += line[i] == '\t' ? '\t' : ' ';
  }
  if (last < line.size()) shown += "...";
  return shown + "\n" + below + "^\n";
}

/// `text` with a space instead of each control character, line ends included.
inline std::string on_one_line(std::string text) {
  std::replace_if(text.begin(), text.end(),
                  [](unsigned char code) { return code < 0x20 || code == 0x7F; }, ' ');
  return text;
}

}  // namespace detail

/// `file:line:column: error: message` and the code in brackets, on one line; then the line of
/// `text` and a caret below the place.
///
/// The column counts characters; `text` is the whole file. Without a known place, only the first
/// line is written.
inline std::string to_text(const issue& found, std::string_view file, std::string_view text) {
  std::string out = detail::on_one_line(std::string(file));
  if (found.at.line != 0)
    out += ":" + std::to_string(found.at.line) + ":" + std::to_string(found.at.column);
  out += found.level == severity::error ? ": error: " : ": warning: ";
  out += detail::on_one_line(found.message);
  if (found.code) out.append(" [").append(to_text(*found.code)).append("]");
  out += '\n';
  if (found.at.line == 0) return out;
  const auto line = detail::line_of(text, found.at.line);
  if (!line.empty()) out += detail::excerpt(line, found.at.column);
  return out;
}

}  // namespace tidemark::diagnostics
