// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "csv_form.hpp"
#include "identifier_check.hpp"

namespace tidemark::source {

/// What is counted of the cells of some records: cells that look wrong but are valid.
struct cell_counts {
  struct null_number {
    std::int64_t count = 0;
    std::string column;  ///< the first that had it
  };

  std::int64_t large_rates = 0;           ///< rates above 100 % without a sign
  identifier_check ids;
  std::vector<null_number> null_numbers;  ///< by the entry of null_values; empty: none

  /// Takes what was counted of records that come after these.
  void add(const cell_counts& later);

  /// The warnings about the cells of a whole file of this form.
  std::vector<std::string> warnings(const csv_form& form) const;

  /// Why the ids cannot be trusted, if they cannot: a spreadsheet has rounded most of them.
  std::optional<std::string> fault() const { return ids.fault(); }
};

}  // namespace tidemark::source
