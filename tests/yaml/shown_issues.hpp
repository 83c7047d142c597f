// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <tidemark/diagnostics/issue.hpp>

/// All of `found` as a user sees them, in a file called `f`.
inline std::string shown(const tidemark::diagnostics::issues& found, std::string_view text) {
  std::string out;
  for (const auto& issue : found) out += tidemark::diagnostics::to_text(issue, "f", text);
  return out;
}
