// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include <tidemark/result.hpp>
#include <tidemark/storage/run_batch.hpp>

namespace tidemark::storage {

/// Refuses a batch that holds rows of another brand than its own.
inline result<void> check_rows(const run_batch& batch) {
  const auto foreign = [&](const videos::row_view& row) { return row.brand_id != batch.brand_id; };
  const bool found =
      std::any_of(batch.all_time.begin(), batch.all_time.end(),
                  [&](const videos::row_view* row) { return foreign(*row); }) ||
      std::any_of(batch.windows.begin(), batch.windows.end(), [&](const auto& window) {
        return std::any_of(window.rows.begin(), window.rows.end(), foreign);
      });
  if (!found) return {};
  return failure("the batch of brand " + std::to_string(batch.brand_id) +
                 " holds rows of another brand");
}

/// Refuses a batch whose run is of another brand, `run_brand_id`.
inline result<void> check_run(const run_batch& batch, std::int64_t run_brand_id) {
  if (run_brand_id == batch.brand_id) return {};
  return failure("run " + std::to_string(batch.run_id) + " is of brand " +
                 std::to_string(run_brand_id) + ", its batch of brand " +
                 std::to_string(batch.brand_id));
}

}  // namespace tidemark::storage
