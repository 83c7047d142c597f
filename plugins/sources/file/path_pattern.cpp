// SPDX-License-Identifier: BSL-1.0
#include "path_pattern.hpp"

#include <array>
#include <cstddef>

#include <fmt/core.h>

#include <tidemark/value/date.hpp>
#include <tidemark/value/nearest.hpp>

namespace tidemark::source {

namespace {

constexpr std::array<std::string_view, 3> words{"brand", "window", "date"};

bool is_small_word(std::string_view text) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == text.npos;
}

}  // namespace

result<path_pattern> path_pattern::parse(std::string_view text, std::string_view option) {
  if (text.empty()) return usage_error(fmt::format("{}: is empty; name a file", option));
  return parse_parts(text, fmt::format("{}: \"{}\": ", option, text), false);
}

result<path_pattern> path_pattern::parse_word(std::string_view text, std::string_view option) {
  return parse_parts(text, fmt::format("{}: ", option), true);
}

result<path_pattern> path_pattern::parse_parts(std::string_view text, const std::string& shown,
                                               bool other_braces) {
  path_pattern pattern;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    pattern.add_literal(text.substr(0, open));
    if (open == std::string_view::npos) break;
    text.remove_prefix(open + 1);
    const std::size_t close = text.find('}');
    if (other_braces && !is_small_word(text.substr(0, close))) {
      pattern.add_literal("{");
      continue;
    }
    if (close == std::string_view::npos)
      return usage_error(shown + "a { is not closed; placeholders are {brand} {window} {date}");
    const auto name = text.substr(0, close);
    text.remove_prefix(close + 1);
    std::size_t known = 0;
    while (known < words.size() && words[known] != name) ++known;
    if (known == words.size())
      return usage_error(fmt::format("{}unknown placeholder {{{}}}{}", shown, name,
                                     did_you_mean(name, words)));
    pattern.parts_.push_back({static_cast<word>(known + 1), {}});
  }
  return pattern;
}

void path_pattern::add_literal(std::string_view text) {
  if (!text.empty()) parts_.push_back({word::literal, std::string(text)});
}

std::string path_pattern::expand(const fetch_request& request) const {
  std::string path;
  for (const auto& segment : parts_) {
    switch (segment.is) {
      case word::literal: path += segment.text; break;
      case word::brand: path += std::to_string(request.brand_id); break;
      case word::window: path += std::to_string(request.window_days); break;
      case word::date: path += to_text(request.snapshot_date); break;
    }
  }
  return path;
}

}  // namespace tidemark::source
