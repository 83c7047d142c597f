// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <tidemark/storage/figures.hpp>
#include <tidemark/videos/video_row.hpp>

/// Merge and upsert by the shipped rules (rules/README.md), as slow and plain as their text: maps,
/// ifs and loops, and nothing of the product's code but its values.
namespace tidemark::contract {

struct obvious_video {
  std::string username;
  std::optional<std::string> title, video_url;
  std::optional<timestamp> posted_at;
  std::int64_t gmv = 0, impressions = 0, items = 0, orders = 0, likes = 0, comments = 0, shares = 0;
  std::optional<std::int64_t> commission, gpm, duration;
  std::optional<percent> ctr;
  std::optional<tags> hash_tags;

  bool operator==(const obvious_video&) const = default;
};

struct obvious_snapshot {
  bool attributed = false;
  std::int64_t gmv = 0, views = 0, items = 0;
  std::optional<std::int64_t> gpm;
  std::optional<percent> ctr;
  std::optional<json> payload;
  std::string source_run_id;

  bool operator==(const obvious_snapshot&) const = default;
};

/// The rows of one window of one run, in the order in which they were seen.
using obvious_windows = std::vector<std::pair<std::int32_t, std::vector<videos::video_row>>>;

/// One brand's tables.
class obvious_tables {
 public:
  using snapshot_key = std::tuple<std::string, date, std::int32_t>;

  std::map<std::string, obvious_video> videos;
  std::map<snapshot_key, obvious_snapshot> snapshots;
  std::set<std::string> creators;

  /// One run: merges, decides, stores, and returns what it did.
  storage::run_figures run(const obvious_windows& windows, date snapshot_date,
                           const std::string& source_run_id) {
    storage::run_figures figures;
    std::vector<std::pair<std::int32_t, std::vector<videos::video_row>>> canonical;
    std::vector<videos::video_row> winners;
    for (const auto& [window_days, rows] : windows) {
      count_conflicts(rows, figures);
      canonical.emplace_back(window_days, merge(rows));
      for (const auto& row : canonical.back().second) winners.push_back(row);
    }
    std::set<std::string> named;
    for (const auto& row : merge(winners)) {
      if (row.username) named.insert(*row.username);
      store_all_time(row, figures.all_time);
    }
    for (const auto& username : named)
      ++(creators.insert(username).second ? figures.creators_created : figures.creators_matched);
    figures.videos_synced =
        figures.all_time.inserted + figures.all_time.updated + figures.all_time.unchanged;
    for (const auto& [window_days, rows] : canonical) {
      storage::upsert_counts counts;
      for (const auto& row : rows) {
        const snapshot_key key{row.tiktok_video_id, snapshot_date, window_days};
        store_snapshot(key, row, source_run_id, counts);
        if (!snapshots.at(key).attributed) ++figures.unattributed_rows;
      }
      figures.snapshots.emplace_back(window_days, counts);
    }
    return figures;
  }

 private:
  /// Whether `a` is a better row than `b`, which was seen before it. An optional without a value is
  /// less than one with any.
  static bool better(const videos::video_row& a, const videos::video_row& b) {
    const auto worth = [](const videos::video_row& row) {
      const int present = row.gmv_cents.has_value() + row.gpm_cents.has_value() +
                          row.views.has_value() + row.items_sold.has_value() +
                          row.ctr.has_value() + row.duration.has_value() +
                          row.posted_at.has_value() + row.hash_tags.has_value();
      return std::tuple(row.gmv_cents, row.views, row.items_sold, present);
    };
    return worth(a) > worth(b);
  }

  static std::vector<videos::video_row> merge(const std::vector<videos::video_row>& rows) {
    std::map<std::string, videos::video_row> best;
    for (const auto& row : rows) {
      const auto found = best.find(row.tiktok_video_id);
      if (found == best.end()) best[row.tiktok_video_id] = row;
      else if (better(row, found->second)) found->second = row;
    }
    std::vector<videos::video_row> merged;
    for (const auto& [id, row] : best) merged.push_back(row);
    return merged;
  }

  static void count_conflicts(const std::vector<videos::video_row>& rows,
                              storage::run_figures& figures) {
    std::map<std::string, std::vector<videos::video_row>> groups;
    for (const auto& row : rows) groups[row.tiktok_video_id].push_back(row);
    for (const auto& [id, group] : groups) {
      std::set<std::tuple<std::int64_t, std::int64_t, std::int64_t>> different;
      std::set<std::int64_t> gmvs;
      for (const auto& row : group) {
        different.emplace(row.gmv_cents.value_or(0), row.views.value_or(0),
                          row.items_sold.value_or(0));
        gmvs.insert(row.gmv_cents.value_or(0));
      }
      figures.duplicate_rows += static_cast<std::int64_t>(group.size()) - 1;
      if (different.size() > 1) ++figures.conflict_video_count;
      figures.max_conflict_gmv_cents =
          std::max(figures.max_conflict_gmv_cents, *gmvs.rbegin() - *gmvs.begin());
    }
  }

  template <typename Stored>
  static void raise(Stored& stored, const std::optional<std::int64_t>& incoming) {
    if (incoming && *incoming > stored) stored = *incoming;
  }

  template <typename Value>
  static void take(std::optional<Value>& stored, const std::optional<Value>& incoming) {
    if (incoming) stored = incoming;
  }

  static std::optional<std::string> url_of(const videos::video_row& row) {
    if (!row.username) return std::nullopt;
    return "https://www.tiktok.com/@" + *row.username + "/video/" + row.tiktok_video_id;
  }

  void store_all_time(const videos::video_row& row, storage::upsert_counts& counts) {
    const auto found = videos.find(row.tiktok_video_id);
    if (found == videos.end()) {
      if (!row.username) return;
      videos[row.tiktok_video_id] = {
          *row.username, row.title, url_of(row), row.posted_at, row.gmv_cents.value_or(0),
          row.views.value_or(0), row.items_sold.value_or(0), row.affiliate_orders.value_or(0),
          row.likes.value_or(0), row.comments.value_or(0), row.shares.value_or(0),
          row.est_commission_cents, row.gpm_cents, row.duration, row.ctr, row.hash_tags};
      ++counts.inserted;
      return;
    }
    const obvious_video before = found->second;
    obvious_video& video = found->second;
    if (row.username) video.username = *row.username;
    if (!video.posted_at) video.posted_at = row.posted_at;
    raise(video.gmv, row.gmv_cents);
    raise(video.impressions, row.views);
    raise(video.items, row.items_sold);
    raise(video.orders, row.affiliate_orders);
    raise(video.likes, row.likes);
    raise(video.comments, row.comments);
    raise(video.shares, row.shares);
    if (!video.commission) video.commission = row.est_commission_cents;
    else raise(*video.commission, row.est_commission_cents);
    if (row.gmv_cents && *row.gmv_cents >= before.gmv) {
      take(video.gpm, row.gpm_cents);
      take(video.ctr, row.ctr);
      take(video.duration, row.duration);
      take(video.title, row.title);
      take(video.video_url, url_of(row));
      take(video.hash_tags, row.hash_tags);
    }
    ++(video == before ? counts.unchanged : counts.updated);
  }

  void store_snapshot(const snapshot_key& key, const videos::video_row& row,
                      const std::string& source_run_id, storage::upsert_counts& counts) {
    const bool attributed = videos.contains(row.tiktok_video_id);
    const auto found = snapshots.find(key);
    if (found == snapshots.end()) {
      snapshots[key] = {attributed, row.gmv_cents.value_or(0), row.views.value_or(0),
                        row.items_sold.value_or(0), row.gpm_cents, row.ctr, row.raw_payload,
                        source_run_id};
      ++counts.inserted;
      return;
    }
    const obvious_snapshot before = found->second;
    obvious_snapshot& snapshot = found->second;
    if (attributed) snapshot.attributed = true;
    raise(snapshot.gmv, row.gmv_cents);
    raise(snapshot.views, row.views);
    raise(snapshot.items, row.items_sold);
    if (row.gmv_cents && *row.gmv_cents >= before.gmv) {
      take(snapshot.gpm, row.gpm_cents);
      take(snapshot.ctr, row.ctr);
      take(snapshot.payload, row.raw_payload);
    }
    if (snapshot == before) {
      ++counts.unchanged;
      return;
    }
    snapshot.source_run_id = source_run_id;
    ++counts.updated;
  }
};

}  // namespace tidemark::contract
