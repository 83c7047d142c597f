// SPDX-License-Identifier: BSL-1.0
#include "table.hpp"

#include <algorithm>
#include <cwchar>
#include <utility>

#include <boost/nowide/utf/utf.hpp>

#include "host_output.hpp"

namespace tidemark::host {

namespace {

namespace utf = boost::nowide::utf;

/// Removes the first character of `text`, and returns it with its width. An invalid byte becomes
/// the replacement character.
std::pair<std::string, std::size_t> next_character(std::string_view& text) {
  const char* at = text.data();
  const auto code = utf::utf_traits<char>::decode(at, text.data() + text.size());
  if (code == utf::illegal || code == utf::incomplete) {
    text.remove_prefix(1);
    return {"\xEF\xBF\xBD", 1};
  }
  std::string character(text.substr(0, static_cast<std::size_t>(at - text.data())));
  text.remove_prefix(character.size());
  const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
  const bool turns_direction =
      (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  if (control || turns_direction) return {" ", 1};
  const int width = ::wcwidth(static_cast<wchar_t>(code));
  return {std::move(character), width < 0 ? 1u : static_cast<std::size_t>(width)};
}

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) width += next_character(text).second;
  return width;
}

}  // namespace

std::string one_line(std::string_view text, std::size_t width_max) {
  std::string line;
  std::size_t width = 0;
  std::size_t fitting = 0;  // the length of `line` that leaves room for an ellipsis
  while (!text.empty()) {
    const auto [character, wide] = next_character(text);
    if (width + wide > width_max) return line.substr(0, fitting) + "…";
    line += character;
    width += wide;
    if (width < width_max) fitting = line.size();
  }
  return line;
}

table::table(std::vector<column> columns) : columns_(std::move(columns)) {
  for (auto& heading : columns_) {
    widths_.push_back(width_of(heading.title));
    if (!heading.always_cut) heading.width_max = width_where_shown(heading.width_max);
  }
}

void table::add(std::vector<std::string> cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    cells[i] = one_line(cells[i], columns_[i].width_max);
    widths_[i] = std::max(widths_[i], width_of(cells[i]));
  }
  rows_.push_back(std::move(cells));
}

void table::write(std::ostream& out) {
  if (!std::exchange(heads_written_, true)) {
    std::vector<std::string> heads;
    for (const auto& heading : columns_) heads.push_back(heading.title);
    write_line(out, heads);
  }
  for (const auto& row : rows_) write_line(out, row);
  rows_.clear();
}

void table::write_line(std::ostream& out, const std::vector<std::string>& cells) const {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string padding(widths_[i] - width_of(cells[i]), ' ');
    if (i > 0) line += "  ";
    line += columns_[i].side == align::right ? padding + cells[i] : cells[i] + padding;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out << line << '\n';
}

}  // namespace tidemark::host
