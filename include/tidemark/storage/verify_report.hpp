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

/// The number of violations that are kept for each check: a broken database may have millions.
inline constexpr std::size_t violations_kept_max = 10'000;

/// One check of `verify`.
struct check {
  std::string name;
  named_values figure;                   ///< what was counted
  std::vector<named_values> violations;  ///< the first of them, at most violations_kept_max
  std::int64_t violation_count = 0;      ///< of all; 0 when the check holds

  bool ok() const { return violation_count == 0 && violations.empty(); }
};

/// All checks, in the order of plugins/storage/README.md, "Checks of verify".
struct verify_report {
  std::vector<check> checks;

  bool ok() const {
    return std::all_of(checks.begin(), checks.end(), [](const check& done) { return done.ok(); });
  }
};

}  // namespace tidemark::storage
