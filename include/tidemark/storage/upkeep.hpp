// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>

#include <tidemark/result.hpp>
#include <tidemark/storage/verify_report.hpp>
#include <tidemark/value/date.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark::storage {

/// What retention removed.
struct retention_counts {
  std::int64_t snapshots = 0;
  std::int64_t rejected_rows = 0;
  std::int64_t due_runs = 0;
};

/// What keeps a storage healthy. One thread at a time; every write is one transaction.
class upkeep {
 public:
  virtual ~upkeep() = default;

  /// Checks that the storage answers, with the smallest possible request. Error if it does not.
  virtual result<void> ping() = 0;

  /// The checks of `verify`, for one brand or all. Error only when they could not be made.
  virtual result<verify_report> verify(std::optional<std::int64_t> brand_id) = 0;

  /// Removes snapshots of days before `snapshots_before`, but never the latest of a video and
  /// window; quarantined rows inserted before `rejected_before`; and due runs that were `done` or
  /// `missed` before that, but never the last one of a brand. Never touches all-time values.
  virtual result<retention_counts> retain(std::optional<date> snapshots_before,
                                          std::optional<timestamp> rejected_before) = 0;
};

}  // namespace tidemark::storage
