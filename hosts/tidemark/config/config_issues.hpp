// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <utility>

#include <tidemark/diagnostics/issue.hpp>

namespace tidemark::host {

/// Reports an error of a config, which has no code: the codes are those of policies.
inline void report_issue(diagnostics::issues& found, diagnostics::location at,
                         std::string message) {
  found.push_back({diagnostics::severity::error, at, std::move(message), std::nullopt});
}

/// Removes the codes that the readers of YAML have given.
inline void remove_codes(diagnostics::issues& found) {
  for (auto& issue : found) issue.code.reset();
}

}  // namespace tidemark::host
