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
#include <tidemark/videos/row_view.hpp>
#include <tidemark/videos/video_row.hpp>

namespace tidemark::source {

/// The request of one fetch: one window of one brand.
struct fetch_request {
  std::int64_t brand_id = 0;
  std::string currency;  ///< the brand's, an ISO 4217 code; amounts in another are rejected
  std::int32_t window_days = 0;
  date snapshot_date;
};

/// A delivered row that breaks a rule: it is kept in quarantine, and the run goes on
/// (plugins/sources/README.md, "Rejected rows").
struct rejected_row {
  std::int64_t position = 0;  ///< where in the source, from 1: the line for files
  std::string reason;         ///< the field, and what is wrong with it
  std::string raw;            ///< the delivered bytes; the receiver truncates and escapes them
};

/// Receives what a source delivers, in order. One thread at a time.
class row_sink {
 public:
  virtual ~row_sink() = default;

  /// Takes one row. `row`'s content may be moved from; its buffers may come back for reuse, with
  /// unspecified content. Returns false if the source should stop at once, for any reason.
  [[nodiscard]] virtual bool row(videos::video_row& row) = 0;

  /// Takes rows, in order, whose texts are needed during the call only. The same as `row` for each,
  /// and much faster for thousands.
  [[nodiscard]] virtual bool rows(std::span<const videos::row_view> rows) {
    videos::video_row owned;
    for (const auto& shown : rows) {
      tidemark::assign(owned, shown);
      if (!row(owned)) return false;
    }
    return true;
  }

  /// Takes one rejected row. Returns false if the source should stop at once.
  [[nodiscard]] virtual bool rejected(rejected_row row) = 0;

  /// Begins a part of the window, for a source that delivers a window in parts: to be called before
  /// the first row of every part, with the same `added` each time. The fields `added` of a video's
  /// rows are added up, after duplicates within a part have been merged (see `videos::part_sum`).
  virtual void begin_part(videos::added_fields added) = 0;

  /// A part that is a range of days, for an API that limits ranges.
  void begin_part() { begin_part(videos::added_over_days()); }

  /// Reports which columns, or keys, this fetch has and which of them are read. To be called once
  /// in a fetch: before the rows if a header names the columns, otherwise after all rows, or before
  /// failing because a column is missing. A run compares the columns with those of the run before.
  virtual void columns(std::span<const delivered_column> /*columns*/) {}

  /// Counts rows that the config skips, such as a line of totals.
  virtual void skipped(std::int64_t /*rows*/) {}

  /// Whether the source should continue. To be asked from time to time while long input gives no
  /// rows.
  [[nodiscard]] virtual bool go_on() const { return true; }

  /// Takes a warning for the user who runs the sync, e.g. that a file is empty.
  virtual void warning(std::string message) = 0;
};

/// One configured data source of one brand. Built by a plugin's `create`, used by one thread.
class data_source {
 public:
  virtual ~data_source() = default;

  /// Where the rows of `request` come from, for messages and `rejected_rows.source`: the path of a
  /// file, for instance. No secrets.
  virtual std::string origin(const fetch_request& request) const = 0;

  /// Delivers every row of the window to `sink`, in the source's own order, holding at most a
  /// bounded part of it in memory, unless the rows must be sorted into parts first.
  ///
  /// On error the run fails, and the rows that were delivered before are dropped. Returns without
  /// error if the sink asked to stop. May be called again, for another window or the same.
  virtual result<void> fetch(const fetch_request& request, row_sink& sink) = 0;
};

}  // namespace tidemark::source
