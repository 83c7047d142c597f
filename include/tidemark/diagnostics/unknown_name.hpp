// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/value/nearest.hpp>

namespace tidemark::diagnostics {

/// The error of the kind `code` that the name at `at` is not one of `candidates`: `message`, then
/// the candidate that was likely meant, which is also the suggestion, or all candidates if none is
/// similar.
template <typename Candidates>
issue unknown_name(location at, std::optional<policy::problem_kind> code, std::string message,
                   std::string_view name, const Candidates& candidates) {
  issue found{severity::error, at, std::move(message), code};
  found.message += did_you_mean(name, candidates);
  if (const auto meant = nearest(name, candidates)) found.suggestion = *meant;
  return found;
}

}  // namespace tidemark::diagnostics
