// SPDX-License-Identifier: BSL-1.0
#include "path_pattern.hpp"

#include <array>
#include <cstddef>

#include <tidemark/policy/nearest.hpp>
#include <tidemark/value/date.hpp>

namespace tidemark::source {

namespace {

constexpr std::array<std::string_view, 3> words{"brand", "window", "date"};

}  // namespace

result<path_pattern> path_pattern::parse(std::string_view text) {
  const std::string shown = "path: \"" + std::string(text) + "\": ";
  if (text.empty()) return usage_error("path: is empty; name a file");
  path_pattern pattern;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    if (open != 0) pattern.parts_.push_back({word::literal, std::string(text.substr(0, open))});
    if (open == std::string_view::npos) break;
    text.remove_prefix(open + 1);
    const std::size_t close = text.find('}');
    if (close == std::string_view::npos)
      return usage_error(shown + "a { is not closed; placeholders are {brand} {window} {date}");
    const auto name = text.substr(0, close);
    text.remove_prefix(close + 1);
    std::size_t known = 0;
    while (known < words.size() && words[known] != name) ++known;
    if (known == words.size())
      return usage_error(shown + "unknown placeholder {" + std::string(name) + "}" +
                         policy::did_you_mean(name, words));
    pattern.parts_.push_back({static_cast<word>(known + 1), {}});
  }
  return pattern;
}

std::string path_pattern::expand(const fetch_request& request) const {
  std::string path;
  for (const auto& one : parts_) {
    switch (one.is) {
      case word::literal: path += one.text; break;
      case word::brand: path += std::to_string(request.brand_id); break;
      case word::window: path += std::to_string(request.window_days); break;
      case word::date: path += to_text(request.snapshot_date); break;
    }
  }
  return path;
}

}  // namespace tidemark::source
