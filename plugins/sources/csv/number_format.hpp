// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/plugin/option.hpp>
#include <tidemark/result.hpp>

namespace tidemark::source {

/// How a file writes its numbers: `R$ 1.234,50` instead of `1234.50`.
class number_format {
 public:
  /// Reads the option `numbers`: `{decimal: ",", group: ".", symbols: ["R$"]}`, each of which may
  /// be omitted. Error (usage), which begins with the key: an unknown key, not one text where one
  /// is expected, a character that cannot separate digits, `group` equal to `decimal`, or a symbol
  /// that holds a digit or a sign, or is a separator.
  static result<number_format> parse(const plugin::text_lists& option);

  /// The symbols before and after a number: views into this object, or empty.
  using symbols_beside = std::array<std::string_view, 2>;

  /// Writes the number in `cell` to `plain` as an optional minus, digits, and for a fraction a
  /// point and digits; a `%` at its end is kept. False, with `plain` and `beside` unspecified: it
  /// is not such a number. Groups must be of three digits, or of two before the last three
  /// (`12,34,567`), and the first must not begin with 0, so that `1.5` or `0.500` is not read as
  /// groups; `1.500` is.
  bool read(std::string_view cell, std::string& plain, symbols_beside& beside) const;

  /// For messages: `decimal ",", group ".", symbols "R$"`.
  std::string description() const;

 private:
  bool read_digits(std::string_view digits, std::string& plain) const;
  std::size_t group_length(std::string_view text) const;
  symbols_beside take_symbols(std::string_view& text) const;

  std::string decimal_ = ".";
  std::string group_;  // empty: digits are not grouped
  std::vector<std::string> symbols_;  // the longest first
};

}  // namespace tidemark::source
