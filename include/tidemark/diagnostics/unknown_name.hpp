// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/value/nearest.hpp>

namespace tidemark::diagnostics {

/// The error that the name at `at` is not one of `candidates`: `message`, then the candidate that
/// was likely meant, which is also the suggestion, or all candidates if none is similar.
template <typename Candidates>
issue unknown_name(location at, std::string message, std::string_view name,
                   const Candidates& candidates) {
  issue found{severity::error, at, std::move(message)};
  found.message += did_you_mean(name, candidates);
  if (const auto meant = nearest(name, candidates)) found.suggestion = *meant;
  return found;
}

}  // namespace tidemark::diagnostics
