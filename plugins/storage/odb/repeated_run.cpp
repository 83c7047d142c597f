// SPDX-License-Identifier: GPL-2.0-only
#include "repeated_run.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <fmt/core.h>

#include <tidemark/storage/batch_digest.hpp>
#include <tidemark/storage/ledger.hpp>

#include "tables-odb.hxx"

namespace tidemark::tables {

namespace {

using run_query = odb::query<sync_run>;
using correction_query = odb::query<correction>;
using video_query = odb::query<video>;

/// Reads counts of `sync_runs.stats`; what cannot be read is noticed.
class stats_reader {
 public:
  explicit stats_reader(const json& stats) {
    boost::system::error_code wrong;
    document_ = boost::json::parse(stats.text, wrong);
    is_whole_ = !wrong;
  }

  bool is_whole() const { return is_whole_; }

  std::int64_t number(const char* pointer) {
    boost::system::error_code wrong;
    const auto* found = document_.find_pointer(pointer, wrong);
    const auto* value = found ? found->if_int64() : nullptr;
    if (!value) is_whole_ = false;
    return value ? *value : 0;
  }

  /// All records that were counted below `place`.
  std::int64_t records(const std::string& place) {
    std::int64_t sum = 0;
    for (const char* outcome : {"inserted", "updated", "unchanged"})
      sum += number((place + "/" + outcome).c_str());
    return sum;
  }

 private:
  boost::json::value document_;
  bool is_whole_ = false;
};

/// The first row that `wanted` finds.
template <typename Row>
std::optional<Row> first_of(odb::database& db, const odb::query<Row>& wanted) {
  for (auto& row : db.query<Row>(wanted)) return std::move(row);
  return std::nullopt;
}

}  // namespace

std::string batch_digest_of(odb::database& db, const sync_run& run, const std::string& digest) {
  const auto last_correction = first_of<correction>(
      db, (correction_query::brand_id == run.brand_id) + "ORDER BY" + correction_query::id +
              "DESC LIMIT 1");
  const auto last_retracted = first_of<sync_run>(
      db, (run_query::brand_id == run.brand_id && run_query::retracted_at.is_not_null()) +
              "ORDER BY" + run_query::retracted_at + "DESC LIMIT 1");
  return fmt::format("{} after correction {}, retraction {}", digest,
                     last_correction ? last_correction->id : 0,
                     last_retracted ? last_retracted->retracted_at->micros : 0);
}

bool count_repeated(odb::database& db, const sync_run& run, storage::run_figures& figures) {
  const auto succeeded = run_query::brand_id == run.brand_id &&
                         run_query::status ==
                             std::string(to_text(storage::run_status::succeeded));
  const auto last =
      first_of<sync_run>(db, succeeded + "ORDER BY" + run_query::id + "DESC LIMIT 1");
  if (!last || !last->stats || !run.batch_digest || last->batch_digest != run.batch_digest ||
      last->policy_hash != run.policy_hash)
    return false;
  if (first_of<sync_run>(db, (succeeded && run_query::snapshot_date > run.snapshot_date) +
                                 std::string("LIMIT 1")))
    return false;

  stats_reader stats(*last->stats);
  storage::run_figures counted = figures;
  counted.videos_synced = stats.number("/videos_synced");
  counted.creators_matched = stats.number("/creators_created") + stats.number("/creators_matched");
  counted.unattributed_rows = stats.number("/unattributed_rows");
  counted.all_time.unchanged = stats.records("/all_time");
  for (auto& [window_days, counts] : counted.snapshots)
    counts.unchanged = stats.records(fmt::format("/snapshots/{}", window_days));
  // Another program may have emptied the tables.
  const bool is_stored =
      counted.videos_synced == 0 ||
      first_of<video>(db, (video_query::record.brand_id == run.brand_id) + std::string("LIMIT 1"));
  if (!stats.is_whole() || !is_stored) return false;
  figures = std::move(counted);
  return true;
}

std::optional<std::string> kept_digest(std::string digest, const storage::programs& rules,
                                       const storage::run_figures& counted) {
  const auto changed_nothing = [](const storage::upsert_counts& counts) {
    return counts.inserted == 0 && counts.updated == 0;
  };
  const bool nothing_changed =
      changed_nothing(counted.all_time) &&
      std::all_of(counted.snapshots.begin(), counted.snapshots.end(),
                  [&](const auto& entry) { return changed_nothing(entry.second); });
  if (!nothing_changed && !storage::is_repeatable(rules)) return std::nullopt;
  return digest;
}

}  // namespace tidemark::tables
