// SPDX-License-Identifier: BSL-1.0
#include "cell_counts.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include <tidemark/value/utf8.hpp>

namespace tidemark::source {

void cell_counts::add(const cell_counts& later) {
  large_rates += later.large_rates;
  ids.add(later.ids);
  null_numbers.resize(std::max(null_numbers.size(), later.null_numbers.size()));
  for (std::size_t i = 0; i < later.null_numbers.size(); ++i) {
    if (null_numbers[i].count == 0) null_numbers[i].column = later.null_numbers[i].column;
    null_numbers[i].count += later.null_numbers[i].count;
  }
}

std::vector<std::string> cell_counts::warnings(const csv_form& form) const {
  std::vector<std::string> warnings;
  for (std::size_t i = 0; i < null_numbers.size(); ++i)
    if (const auto& counted = null_numbers[i]; counted.count > 0)
      warnings.push_back(
          fmt::format("null_values: {} is a number, and cells of numbers hold it ({}, the first in "
                      "the column of {}); they were read as missing",
                      in_quotes(form.null_values[i]), counted.count, counted.column));
  if (large_rates > 0 && !form.rates_are_percents)
    warnings.push_back(
        fmt::format("rows with a click_through_rate above 100 %: {}; if the file writes 2.4 for "
                    "2.4 %, set percent: [click_through_rate]",
                    large_rates));
  for (auto& warning : ids.warnings()) warnings.push_back(std::move(warning));
  return warnings;
}

}  // namespace tidemark::source
