// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <tidemark/result.hpp>
#include <tidemark/source/delivered_column.hpp>
#include <tidemark/value/date.hpp>
#include <tidemark/videos/added_fields.hpp>
#include <tidemark/videos/video_row.hpp>

namespace tidemark::source {

/// What one fetch asks for: one window of one brand.
struct fetch_request {
  std::int64_t brand_id = 0;
  std::string currency;  ///< the brand's, an ISO 4217 code; money that names another is rejected
  std::int32_t window_days = 0;
  date snapshot_date;
};

/// A delivered row that breaks a rule of SPEC section 2: it is kept in quarantine, and the run
/// goes on.
struct rejected_row {
  std::int64_t position = 0;  ///< where in the source, from 1: the line for files
  std::string reason;         ///< which field, what is wrong with it
  std::string raw;            ///< the delivered bytes, any; the receiver cuts and escapes them
};

/// Where a source delivers, in order. One thread at a time.
class row_sink {
 public:
  virtual ~row_sink() = default;

  /// Takes one row. `row`'s content may be moved from; its buffers may come back for reuse, with
  /// unspecified content. Returns false when the source should stop at once, for whatever reason.
  [[nodiscard]] virtual bool row(videos::video_row& row) = 0;

  /// Takes one row that was refused. Returns false when the source should stop at once.
  [[nodiscard]] virtual bool rejected(rejected_row row) = 0;

  /// Begins a part of the window. For a source that delivers a window in parts: called before the
  /// first row of every part, with the same `added` each time, it makes those fields of one video's
  /// rows add up, after duplicates within a part have been merged (see `videos::part_sum`).
  virtual void begin_part(videos::added_fields added) = 0;

  /// A part that is a range of days, as an API with a limit gives it.
  void begin_part() { begin_part(videos::added_over_days()); }

  /// Says which columns, or keys, this fetch has and which of them are read. Once a fetch: before
  /// the rows where a header names them, else when all rows have come, or when it fails for want of
  /// a column. A run compares what is read with the run before.
  virtual void columns(std::span<const delivered_column> /*columns*/) {}

  /// Counts rows that are left out on purpose, as the config says, such as a line of totals.
  virtual void skipped(std::int64_t /*rows*/) {}

  /// Whether the source should go on. To be asked now and then where long input gives no rows.
  [[nodiscard]] virtual bool go_on() const { return true; }

  /// Takes a remark for the person who runs the sync, e.g. that a file is empty.
  virtual void warning(std::string message) = 0;
};

/// One configured data source of one brand. Built by a plugin's `create`, used by one thread.
class data_source {
 public:
  virtual ~data_source() = default;

  /// Where rows of `request` come from, for messages and `rejected_rows.source`: for a file its
  /// path. No secrets.
  virtual std::string origin(const fetch_request& request) const = 0;

  /// Delivers every row of the window to `sink`, in the source's own order, holding at most a
  /// bounded part of it in memory, unless the rows must be sorted into parts first.
  ///
  /// On error the run fails; rows that were delivered before count for nothing. Returns without
  /// error when the sink asked to stop. May be called again, for another window or the same.
  virtual result<void> fetch(const fetch_request& request, row_sink& sink) = 0;
};

}  // namespace tidemark::source
