// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/policy/problem_kind.hpp>
#include <tidemark/value/utf8.hpp>

namespace tidemark::yaml {

/// The text of a YAML file without a byte order mark, and the places in it.
class file_text {
 public:
  static constexpr std::size_t size_max = 1 << 20;  ///< bytes

  /// `text` must outlive this object.
  explicit file_text(std::string_view text) : text_(text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
  }

  std::string_view text() const { return text_; }

  /// Whether the file can be read as text; reports the first byte that prevents it, or the first
  /// directive, which the YAML library would ignore.
  bool check(diagnostics::issues& found) {
    const auto refuse = [&](std::size_t position, policy::problem_kind code, std::string message) {
      found.push_back(
          {diagnostics::severity::error, place_of(position), std::move(message), code});
      return false;
    };
    if (text_.size() > size_max)
      return refuse(0, policy::problem_kind::file_too_large,
                    "the file is larger than 1 MiB; is it the right one?");
    if (is_utf16()) {  // without a place: its lines cannot be shown
      found.push_back({diagnostics::severity::error, {}, "the file is UTF-16; save it as UTF-8",
                       policy::problem_kind::not_utf8});
      return false;
    }
    for (std::size_t i = 0; i < text_.size();) {
      const std::size_t length = utf8_length(text_.substr(i));
      if (length == 0)
        return refuse(i, policy::problem_kind::not_utf8,
                      "a byte that is not UTF-8; save the file as UTF-8");
      if (!is_allowed(i))
        return refuse(i, policy::problem_kind::control_character, "a control character; remove it");
      if (text_[i] == '%' && (i == 0 || text_[i - 1] == '\n'))
        return refuse(i, policy::problem_kind::tag_or_directive,
                      "a line that begins with % is a directive, which has no meaning here; "
                      "remove it");
      i += length;
    }
    return true;
  }

  /// The place of the byte at `position`. The cost is the distance from the last position that was
  /// asked for and, if it goes backwards, the length of a line.
  diagnostics::location place_of(std::size_t position) {
    position = std::min(position, text_.size());
    if (position < last_position_) step_back(position);
    for (; last_position_ < position; ++last_position_) {
      const char c = text_[last_position_];
      if (c == '\n') last_place_ = {last_place_.line + 1, 1};
      else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++last_place_.column;
    }
    return last_place_;
  }

 private:
  /// Whether the file begins as UTF-16 does: with its byte order mark, or with a NUL before or
  /// after the first character.
  bool is_utf16() const {
    using namespace std::string_view_literals;
    if (text_.starts_with("\xFF\xFE"sv) || text_.starts_with("\xFE\xFF"sv)) return true;
    return text_.size() >= 2 && (text_[0] == '\0') != (text_[1] == '\0');
  }

  /// A lone carriage return does not end a line for the YAML library, and 0x04 ends its input.
  bool is_allowed(std::size_t i) const {
    const char c = text_[i];
    if (!is_control(c) || c == '\t' || c == '\n') return true;
    return c == '\r' && i + 1 < text_.size() && text_[i + 1] == '\n';
  }

  /// Goes to the beginning of the line of `position`.
  void step_back(std::size_t position) {
    const auto passed = text_.substr(position, last_position_ - position);
    last_place_.line -= static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n'));
    last_place_.column = 1;
    const auto end_before = position == 0 ? text_.npos : text_.rfind('\n', position - 1);
    last_position_ = end_before == text_.npos ? 0 : end_before + 1;
  }

  std::string_view text_;
  std::size_t last_position_ = 0;
  diagnostics::location last_place_{1, 1};
};

}  // namespace tidemark::yaml
