// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidemark {

/// The number of single-character edits that turn `a` into `b` (Levenshtein).
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t above = row[j + 1];
      row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

/// The one of `candidates` that a user most likely meant by `name`; nothing if none is similar.
template <typename Candidates>
std::optional<std::string_view> nearest(std::string_view name, const Candidates& candidates) {
  std::optional<std::string_view> best;
  std::size_t best_distance = std::max<std::size_t>(name.size() / 2, 1) + 1;
  for (const auto& candidate : candidates) {
    const std::string_view text{candidate};
    const std::size_t distance = edit_distance(name, text);
    if (distance < best_distance) {
      best = text;
      best_distance = distance;
    }
  }
  return best;
}

/// `; did you mean "gmv_cents"?`, or a list of the candidates if none is similar.
template <typename Candidates>
std::string did_you_mean(std::string_view name, const Candidates& candidates) {
  if (const auto best = nearest(name, candidates))
    return "; did you mean \"" + std::string(*best) + "\"?";
  std::string known;
  for (const auto& candidate : candidates) {
    if (!known.empty()) known += ", ";
    known += std::string_view{candidate};
  }
  return known.empty() ? "" : "; known: " + known;
}

}  // namespace tidemark
