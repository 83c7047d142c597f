// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tidemark/result.hpp>
#include <tidemark/value/date.hpp>
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

  /// Begins a part of the window. For a source whose API limits a range: called before the first
  /// row of every part, it makes the rows of one video add up, after duplicates within a part have
  /// been merged (SPEC section 3).
  virtual void begin_part() = 0;

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
  /// bounded part of it in memory.
  ///
  /// On error the run fails; rows that were delivered before count for nothing. Returns without
  /// error when the sink asked to stop. May be called again, for another window or the same.
  virtual result<void> fetch(const fetch_request& request, row_sink& sink) = 0;
};

}  // namespace tidemark::source
