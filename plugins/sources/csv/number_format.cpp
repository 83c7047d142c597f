// SPDX-License-Identifier: BSL-1.0
#include "number_format.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include <tidemark/value/nearest.hpp>
#include <tidemark/value/utf8.hpp>
#include <tidemark/value/white_space.hpp>

namespace tidemark::source {

namespace {

constexpr std::array<std::string_view, 3> keys{"decimal", "group", "symbols"};
constexpr std::string_view minus_sign = "\u2212";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Whether `text` can separate digits: one character that is not part of a number.
bool can_separate(std::string_view text) {
  if (text.empty() || utf8_length(text) != text.size()) return false;
  const char first = text.front();
  constexpr std::string_view refused = "+-%()\"\r\n";
  return !is_digit(first) && !is_letter(first) && refused.find(first) == refused.npos;
}

result<void> read_separator(const plugin::text_list& given, const std::string& key,
                            std::string& separator) {
  if (given.size() != 1 || !can_separate(given.front()))
    return usage_error(
        fmt::format("numbers.{}: {} is not one character that can stand between digits, such as "
                    "\",\" or \".\"",
                    key, given.size() == 1 ? in_quotes(given.front()) : "a list"));
  separator = given.front();
  return {};
}

/// Removes a sign from the front of `text`; true if it was a minus.
bool take_minus(std::string_view& text, bool& signed_already) {
  const bool minus = text.starts_with('-') || text.starts_with(minus_sign);
  if (!minus && !text.starts_with('+')) return false;
  if (signed_already) return false;
  signed_already = true;
  text.remove_prefix(text.starts_with(minus_sign) ? minus_sign.size() : 1);
  text = without_outer_space(text);
  return minus;
}

}  // namespace

result<number_format> number_format::parse(const plugin::text_lists& option) {
  number_format format;
  for (const auto& [key, given] : option) {
    if (key == "decimal" || key == "group") {
      if (auto read = read_separator(given, key, key == "group" ? format.group_ : format.decimal_);
          !read)
        return read.error();
    } else if (key == "symbols") {
      format.symbols_ = given;
    } else {
      return usage_error(fmt::format("numbers.{}: {} is not a key of numbers{}", key,
                                     in_quotes(key), did_you_mean(key, keys)));
    }
  }
  if (format.group_ == format.decimal_)
    return usage_error(
        fmt::format("numbers.group: {} is the decimal separator, too; numbers would be ambiguous",
                    in_quotes(format.group_)));
  for (std::size_t i = 0; i < format.symbols_.size(); ++i) {
    const std::string& symbol = format.symbols_[i];
    const bool bare = std::none_of(symbol.begin(), symbol.end(), [](char c) {
      return is_digit(c) || c == '-' || c == '+' || c == '%';
    });
    if (symbol.empty() || !bare || symbol != without_outer_space(symbol) ||
        symbol == format.group_ || symbol == format.decimal_)
      return usage_error(
          fmt::format("numbers.symbols[{}]: {} is not a symbol that can stand beside a number, "
                      "such as \"R$\"",
                      i, in_quotes(symbol)));
  }
  std::ranges::stable_sort(format.symbols_, [](const std::string& a, const std::string& b) {
    return a.size() > b.size();
  });
  return format;
}

bool number_format::read(std::string_view cell, std::string& plain,
                         symbols_beside& beside) const {
  std::string_view text = without_outer_space(cell);
  bool is_signed = false;
  bool negative = text.size() > 2 && text.starts_with('(') && text.ends_with(')');
  if (negative) {  // as accountants write it
    is_signed = true;
    text = without_outer_space(text.substr(1, text.size() - 2));
  }
  negative |= take_minus(text, is_signed);
  beside = take_symbols(text);
  negative |= take_minus(text, is_signed);
  const bool percent = text.ends_with('%');
  if (percent) text = without_outer_space(text.substr(0, text.size() - 1));
  plain.assign(negative ? "-" : "");
  if (!read_digits(text, plain)) return false;
  if (percent) plain += '%';
  return true;
}

/// Removes the symbols at both ends of `text`.
number_format::symbols_beside number_format::take_symbols(std::string_view& text) const {
  symbols_beside taken;
  for (const auto& symbol : symbols_)
    if (text.starts_with(symbol)) {
      text = without_outer_space(text.substr(symbol.size()));
      taken[0] = symbol;
      break;
    }
  for (const auto& symbol : symbols_)
    if (text.ends_with(symbol)) {
      text = without_outer_space(text.substr(0, text.size() - symbol.size()));
      taken[1] = symbol;
      break;
    }
  return taken;
}

/// The length of the separator of groups at the start of `text`; 0 if there is none. A space
/// matches every kind of space that programs write between digits.
std::size_t number_format::group_length(std::string_view text) const {
  constexpr std::string_view thin_space = "\u2009";
  if (group_.empty()) return 0;
  if (text.starts_with(group_)) return group_.size();
  if (white_space_length(group_) != group_.size()) return 0;
  return text.starts_with(thin_space) ? thin_space.size() : white_space_length(text);
}

bool number_format::read_digits(std::string_view digits, std::string& plain) const {
  std::vector<std::size_t> groups{0};  // the digits of each
  while (!digits.empty() && !digits.starts_with(decimal_)) {
    if (is_digit(digits.front())) {
      plain += digits.front();
      ++groups.back();
      digits.remove_prefix(1);
    } else if (const std::size_t length = group_length(digits); length > 0) {
      groups.push_back(0);
      digits.remove_prefix(length);
    } else {
      return false;
    }
  }
  if (groups.front() == 0) return false;
  const std::size_t sign = plain.starts_with('-') ? 1 : 0;
  if (groups.size() > 1 && plain[sign] == '0') return false;  // 0.500 is a fraction
  if (groups.size() > 1) {
    constexpr std::size_t last = 3;
    const std::size_t inner = groups.size() > 2 ? groups[1] : last;
    if (groups.back() != last || (inner != 2 && inner != last) || groups.front() > inner)
      return false;
    if (std::any_of(groups.begin() + 1, groups.end() - 1,
                    [&](std::size_t size) { return size != inner; }))
      return false;
  }
  if (digits.empty()) return true;
  digits.remove_prefix(decimal_.size());
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return false;
  plain += '.';
  plain += digits;
  return true;
}

std::string number_format::description() const {
  std::string text = "decimal " + in_quotes(decimal_);
  if (!group_.empty()) text += ", group " + in_quotes(group_);
  for (std::size_t i = 0; i < symbols_.size(); ++i)
    text += (i == 0 ? ", symbols " : " ") + in_quotes(symbols_[i]);
  return text;
}

}  // namespace tidemark::source
