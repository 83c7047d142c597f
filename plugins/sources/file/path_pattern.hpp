// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/source/data_source.hpp>

namespace tidemark::source {

/// A path with places for what a fetch asks for: `data/brand-{brand}-{window}d.jsonl`.
class path_pattern {
 public:
  /// Reads a pattern. The placeholders are `{brand}`, `{window}` (days) and `{date}` (YYYY-MM-DD).
  /// Error (usage): the text is empty, a brace is not closed, or a placeholder is unknown.
  static result<path_pattern> parse(std::string_view text);

  /// The path for `request`.
  std::string expand(const fetch_request& request) const;

 private:
  enum class word { literal, brand, window, date };
  struct part {
    word is = word::literal;
    std::string text;  // of a literal
  };
  std::vector<part> parts_;
};

}  // namespace tidemark::source
