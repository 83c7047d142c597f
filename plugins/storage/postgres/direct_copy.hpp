// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <string>
#include <vector>

#include <tidemark/storage/figures.hpp>
#include <tidemark/storage/key_order.hpp>
#include <tidemark/storage/lists/written_rows.hpp>
#include <tidemark/storage/run_batch.hpp>

#include "binary_copy.hpp"
#include "creator_ids.hpp"

namespace tidemark::postgres {

/// Writes records, none of which is stored yet, with COPY straight into the tables: they are
/// inserted as they came, so nothing needs to be decided. The result is that of the statements of
/// sql/postgres_upsert.hpp, including ids in the order of the keys. Throws as query.hpp.
class direct_copy {
 public:
  /// All must outlive this object. Sets the videos of `order`, which is of `batch`, and marks what
  /// it writes in `written`.
  direct_copy(PGconn* on, const std::string& schema, const storage::run_batch& batch,
              storage::key_order& order, const storage::programs& rules,
              const creator_ids& creators, storage::written_rows& written,
              storage::run_figures& figures)
      : on_(on), schema_(schema), batch_(batch), order_(order), rules_(rules),
        creators_(creators), written_(written), figures_(figures) {}

  /// The videos of a brand that has none.
  void write_videos();

  /// The snapshots of a day for which the brand has none; its videos must be written already.
  void write_snapshots();

  /// `video_latest` of a brand that had no video and no snapshot.
  void write_latest();

  /// The snapshots once more, for latest_videos::move.
  void stage_latest();

 private:
  void find_ids();
  void put_latest(binary_copy& copy, const videos::row_view& video, std::int32_t window_days,
                  const videos::row_view* found) const;

  PGconn* on_;
  const std::string& schema_;
  const storage::run_batch& batch_;
  storage::key_order& order_;
  const storage::programs& rules_;
  const creator_ids& creators_;
  storage::written_rows& written_;
  storage::run_figures& figures_;
  std::vector<const videos::row_view*> copied_videos_;  ///< the rows that became videos, by video
};

}  // namespace tidemark::postgres
