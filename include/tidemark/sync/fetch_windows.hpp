// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/source/data_source.hpp>
#include <tidemark/storage/figures.hpp>
#include <tidemark/sync/columns_read.hpp>
#include <tidemark/sync/quarantine.hpp>
#include <tidemark/sync/run_observer.hpp>
#include <tidemark/sync/run_request.hpp>
#include <tidemark/sync/video_policy.hpp>
#include <tidemark/sync/run_merge.hpp>
#include <tidemark/value/percent.hpp>
#include <tidemark/value/utf8.hpp>

namespace tidemark::sync {

namespace detail {

/// Passes on what one source delivers for one window: rows to the merge, rejected rows to the
/// quarantine.
class window_sink final : public source::row_sink {
 public:
  window_sink(run_merge& merge, quarantine& rejects, run_observer& observer,
              std::string origin, std::int32_t window_days)
      : merge_(merge), rejects_(rejects), observer_(observer), origin_(std::move(origin)),
        window_days_(window_days) {}

  bool row(videos::video_row& row) override {
    merge_.add(row);
    return count_rows(1);
  }

  bool rows(std::span<const videos::row_view> rows) override {
    merge_.add(rows);
    return count_rows(rows.size());
  }

  bool rejected(source::rejected_row row) override {
    ++rejected_count;
    if (auto kept = rejects_.add(origin_, window_days_, std::move(row)); !kept) {
      storage_error = kept.error();
      return false;
    }
    return count_rows(1);
  }

  void begin_part(videos::added_fields added) override { merge_.begin_part(added); }

  void columns(std::span<const source::delivered_column> delivered) override {
    columns_delivered.assign(delivered.begin(), delivered.end());
  }

  void skipped(std::int64_t rows) override { skipped_count += rows; }

  bool go_on() const override { return !observer_.stop_requested(); }

  void warning(std::string message) override { observer_.warning(message); }

  std::int64_t row_count = 0;  ///< delivered, rejected ones included
  std::int64_t rejected_count = 0;
  std::int64_t skipped_count = 0;
  std::vector<source::delivered_column> columns_delivered;  ///< empty: they are unknown
  std::optional<error> storage_error;

 private:
  /// Whether to continue.
  bool count_rows(std::size_t more) {
    constexpr std::int64_t reported_each = 4096;
    const auto reported = row_count / reported_each;
    row_count += static_cast<std::int64_t>(more);
    if (row_count / reported_each > reported) observer_.rows_seen(window_days_, row_count);
    return !observer_.stop_requested();
  }

  run_merge& merge_;
  quarantine& rejects_;
  run_observer& observer_;
  std::string origin_;
  std::int32_t window_days_;
};

/// The number of rows that one source delivered in a run, over all windows.
struct delivery {
  std::int64_t rows = 0;
  std::int64_t rejected = 0;
  std::string origin;  ///< of the first window in which rows were rejected
};

/// Warns of columns that the last succeeded run read from `origin` and that are now missing; once
/// in a run for each set of columns. `warned` has the warnings of the run so far.
inline void warn_of_missing(const std::string& origin, const std::vector<std::string>& missing,
                            std::set<std::string>& warned, run_observer& observer) {
  if (missing.empty()) return;
  std::string names;
  for (const auto& name : missing) names += (names.empty() ? "" : ", ") + in_quotes(name);
  const bool several = missing.size() > 1;
  auto message = origin + ": " + names + (several ? " are" : " is") +
                 " gone: the last succeeded run read " + (several ? "them" : "it") +
                 " from this source, and no row has " + (several ? "them" : "it") +
                 " now; where a column was renamed, name it in the source's config";
  if (warned.insert(message).second) observer.warning(message);
}

/// Whether more than `allowed` of the delivered rows were rejected.
inline bool too_many_rejected(const delivery& counted, percent allowed) {
  constexpr std::int64_t whole = 1'000'000;  // 100 % in units of percent
  __extension__ typedef __int128 wide;  // a product of two 64-bit numbers
  return wide{counted.rejected} * whole > wide{counted.rows} * allowed.units;
}

}  // namespace detail

/// Fetches every window from every source and merges it; then checks the share of rejected rows of
/// each source. Fills the columns and the skipped rows of `figures`.
inline result<run_merge> fetch_windows(const run_request& request, const video_policy& policy,
                                       quarantine& rejects, run_observer& observer,
                                       storage::run_figures& figures) {
  run_merge merge(policy.merge);
  columns_read columns(request.columns_before);
  std::set<std::string> warned;
  std::vector<detail::delivery> delivered(request.sources.size());
  for (const std::int32_t window_days : policy.windows) {
    if (window_days != policy.windows.front()) merge.next_window();
    const source::fetch_request fetch{request.brand_id, request.currency, window_days,
                                      request.snapshot_date};
    for (std::size_t s = 0; s < request.sources.size(); ++s) {
      source::data_source& from = *request.sources[s].source;
      const std::string origin = from.origin(fetch);
      detail::window_sink sink(merge, rejects, observer, origin, window_days);
      auto fetched = from.fetch(fetch, sink);
      if (sink.storage_error) return failure(sink.storage_error->message);
      if (observer.stop_requested()) return failure("the run was stopped before it was complete");
      if (!fetched) return fetched.error();
      if (sink.columns_delivered.empty())
        columns.keep(origin);
      else
        detail::warn_of_missing(origin, columns.add(origin, sink.columns_delivered), warned,
                                observer);
      figures.skipped_rows += sink.skipped_count;
      if (const auto added = merge.end_source(); !added)
        return failure(origin + ": " + added.error().message);
      observer.rows_seen(window_days, sink.row_count);
      observer.window_fetched(window_days, sink.row_count);
      delivered[s].rows += sink.row_count;
      if (delivered[s].rejected == 0) delivered[s].origin = origin;
      delivered[s].rejected += sink.rejected_count;
    }
  }
  figures.columns = columns.columns();
  for (std::size_t s = 0; s < delivered.size(); ++s) {
    const percent allowed = request.sources[s].max_rejected;
    if (!detail::too_many_rejected(delivered[s], allowed)) continue;
    return failure(delivered[s].origin + ": " + std::to_string(delivered[s].rejected) + " of " +
                   std::to_string(delivered[s].rows) +
                   " rows of this source were rejected over all windows, more than "
                   "max_rejected (" + tidemark::to_text(allowed) +
                   "%); see `tidemark rejected` for the reasons, mend the source or raise "
                   "max_rejected");
  }
  return merge;
}

}  // namespace tidemark::sync
