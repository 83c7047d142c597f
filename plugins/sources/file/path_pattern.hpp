// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/source/data_source.hpp>

namespace tidemark::source {

/// A path, or another text of the config, with placeholders for the values of a fetch:
/// `data/brand-{brand}-{window}d.jsonl`.
class path_pattern {
 public:
  /// Reads a pattern. The placeholders are `{brand}`, `{window}` (days) and `{date}` (YYYY-MM-DD).
  /// Error (usage): the text is empty, a brace is not closed, or a placeholder is unknown; the
  /// message begins with `option`, the name of the option.
  static result<path_pattern> parse(std::string_view text, std::string_view option = "path");

  /// The same for a word of a command, where braces have other meanings: only a word of lower-case
  /// letters in braces is a placeholder. May be empty.
  static result<path_pattern> parse_word(std::string_view text, std::string_view option);

  /// The text for `request`.
  std::string expand(const fetch_request& request) const;

 private:
  enum class word { literal, brand, window, date };
  struct part {
    word is = word::literal;
    std::string text;  // of a literal
  };
  static result<path_pattern> parse_parts(std::string_view text, const std::string& shown,
                                          bool other_braces);
  void add_literal(std::string_view text);

  std::vector<part> parts_;
};

}  // namespace tidemark::source
