// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <string>
#include <vector>

#include <tidemark/storage/figures.hpp>
#include <tidemark/storage/run_batch.hpp>

#include "binary_copy.hpp"
#include "creator_ids.hpp"
#include "ordered_batch.hpp"

namespace tidemark::postgres {

/// Writes records of which none is stored by COPY right into the tables: they are inserted as they
/// came, so nothing needs to be decided. Leaves what the statements of sql/postgres_upsert.hpp
/// would, ids in the order of the keys included. Throws as query.hpp.
class direct_copy {
 public:
  /// All must outlive this object. Sets the videos of `ordered`, which is of `batch`.
  direct_copy(PGconn* on, const std::string& schema, const storage::run_batch& batch,
              tables::ordered_batch& ordered, const storage::programs& rules,
              const creator_ids& creators, storage::run_figures& figures)
      : on_(on), schema_(schema), batch_(batch), ordered_(ordered), rules_(rules),
        creators_(creators), figures_(figures) {}

  /// The videos of a brand that has none.
  void write_videos();

  /// The snapshots of a day of which the brand has none; its videos are written.
  void write_snapshots();

  /// `video_latest` of a brand that had no video and no snapshot.
  void write_latest();

 private:
  void find_ids();
  void put_latest(binary_copy& copy, const videos::video_row& video, std::int32_t window_days,
                  const videos::video_row* found) const;

  PGconn* on_;
  const std::string& schema_;
  const storage::run_batch& batch_;
  tables::ordered_batch& ordered_;
  const storage::programs& rules_;
  const creator_ids& creators_;
  storage::run_figures& figures_;
  std::vector<const videos::video_row*> written_;  ///< the rows that became videos, by video
};

}  // namespace tidemark::postgres
