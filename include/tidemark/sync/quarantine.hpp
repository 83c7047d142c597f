// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/source/data_source.hpp>
#include <tidemark/storage/backend.hpp>
#include <tidemark/value/raw_text.hpp>

namespace tidemark::sync {

/// Collects the rejected rows of one run and passes them to the storage in batches. The first
/// `kept_max` are kept and all are counted, so that a source with only bad rows takes a bounded
/// amount of memory and of storage space. Without a storage, all are only counted.
class quarantine {
 public:
  static constexpr std::size_t raw_bytes_max = 64 * 1024;  ///< kept of one row

  quarantine(storage::backend& store, std::int64_t run_id, std::int64_t brand_id,
             std::int64_t kept_max)
      : store_(&store), run_id_(run_id), brand_id_(brand_id), kept_max_(kept_max) {}

  /// Of a run that stores nothing.
  quarantine() = default;

  /// Counts one row, and keeps it unless `kept_max` are kept already. Writes to the storage when a
  /// batch is full.
  result<void> add(const std::string& source, std::int32_t window_days,
                   source::rejected_row rejected) {
    if (++count_ > kept_max_) return {};
    storage::quarantined_row row;
    row.run_id = run_id_;
    row.brand_id = brand_id_;
    row.source = storable_text(source);
    row.window_days = window_days;
    row.position = rejected.position;
    row.reason = storable_text(rejected.reason);
    row.raw = storable_text(first_bytes(rejected.raw, raw_bytes_max));
    row.inserted_at = now();
    waiting_bytes_ += row.raw->size();
    waiting_.push_back(std::move(row));
    if (waiting_.size() >= rows_waiting_max || waiting_bytes_ >= bytes_waiting_max) return flush();
    return {};
  }

  /// Writes the rows that are still pending.
  result<void> flush() {
    if (waiting_.empty()) return {};
    auto written = store_->quarantine(waiting_);
    waiting_.clear();
    waiting_bytes_ = 0;
    return written;
  }

  /// The number of rows that the run rejected.
  std::int64_t count() const { return count_; }

 private:
  static constexpr std::size_t rows_waiting_max = 1'000;
  static constexpr std::size_t bytes_waiting_max = 4 * 1024 * 1024;

  storage::backend* store_ = nullptr;
  std::int64_t run_id_ = 0;
  std::int64_t brand_id_ = 0;
  std::int64_t kept_max_ = 0;
  std::vector<storage::quarantined_row> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::int64_t count_ = 0;
};

}  // namespace tidemark::sync
