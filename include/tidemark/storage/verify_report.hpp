// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tidemark::storage {

/// A flat list of named values: a figure, or one violation.
using named_values = std::vector<std::pair<std::string, std::variant<std::int64_t, std::string>>>;

/// Of the violations of a check so many are kept, for a broken database may have millions.
inline constexpr std::size_t violations_kept_max = 10'000;

/// One check of `verify` (SPEC section 10).
struct check {
  std::string name;
  named_values figure;                   ///< what was counted
  std::vector<named_values> violations;  ///< the first of them, at most violations_kept_max
  std::int64_t violation_count = 0;      ///< of all; 0 when the check holds

  bool ok() const { return violation_count == 0 && violations.empty(); }
};

/// All checks, in the order of SPEC section 10.
struct verify_report {
  std::vector<check> checks;

  bool ok() const {
    return std::all_of(checks.begin(), checks.end(), [](const check& one) { return one.ok(); });
  }
};

}  // namespace tidemark::storage
