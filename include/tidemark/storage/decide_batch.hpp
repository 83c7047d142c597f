// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

#include <tidemark/engine/decide.hpp>
#include <tidemark/storage/batch_figures.hpp>
#include <tidemark/storage/run_batch.hpp>
#include <tidemark/videos/to_records.hpp>

namespace tidemark::storage {

/// Whether a snapshot always refers to its video if that is known, so that counting the snapshots
/// that do not needs no further reads.
inline bool takes_known_video(const programs& rules) {
  constexpr auto index = *find_field<videos::metric_snapshot>("creator_video_id");
  const auto rule = rules.snapshots.rule_of[index];
  return rule == policy::rule::latest_known || rule == policy::rule::latest;
}

/// Whether `incoming` has what a stored record must have.
template <record Record>
bool has_required(const Record& incoming) {
  bool has = true;
  for_each_field<Record>([&](auto i) {
    if constexpr (required_fields<Record>.has(i)) has = has && is_present(field<i>(incoming));
  });
  return has;
}

/// Decides a batch record by record: resolves creators and videos, passes every record to `store`,
/// and counts. The only place that defines what a row means for the stored records: every storage
/// that decides row by row uses it, whether it writes or plans.
///
/// `Order` gives the rows: `arrival_order` or `key_order`. `Store` looks up and writes:
///
///     std::optional<std::int64_t> find_creator(std::string_view username);
///     std::int64_t add_creator(std::string_view username);
///     auto find(const Record& incoming);               // what is stored of its key, or false
///     void insert(const creator_video_view& incoming, const row_view& row);
///     void insert(const metric_snapshot_view& incoming);
///     bool update(found, Record incoming, ...);        // as insert; whether anything changed
///     void end_videos();                               // every video has been brought
///     std::optional<std::int64_t> video_id(std::string_view tiktok_video_id);
///     bool is_attributed(found);                       // the snapshot refers to a video
///
/// `Record` is both records of a batch, as views: their texts live as long as the batch, which gets
/// those that are made. Fills the storage's block of `figures`, made by `begin_figures`. Throws
/// what `store` throws.
template <typename Order, typename Store>
void decide_batch(Order& order, run_batch& batch, const programs& rules, Store& store,
                  run_figures& figures);

// ------------------------------------------------------------------------------------------------

namespace detail {

using creator_ids = boost::unordered_flat_map<std::string_view, std::int64_t>;

template <typename Order, typename Store>
creator_ids resolve_creators(const Order& order, Store& store, run_figures& figures) {
  creator_ids ids;
  ids.reserve(order.usernames().size());
  for (const std::string_view username : order.usernames()) {
    const auto known = store.find_creator(username);
    ++(known ? figures.creators_matched : figures.creators_created);
    ids.emplace(username, known ? *known : store.add_creator(username));
  }
  return ids;
}

template <typename Store>
void decide_video(const videos::row_view& row, videos::row_keeper& texts,
                  const creator_ids& creators, Store& store, upsert_counts& counts) {
  auto incoming = videos::to_creator_video(row, texts);
  if (row.username) incoming.creator_id = creators.find(*row.username)->second;
  if (auto known = store.find(incoming)) {
    const bool changed = store.update(known, incoming, row);
    ++(changed ? counts.updated : counts.unchanged);
  } else if (has_required(incoming)) {
    engine::settle_insert(incoming);
    store.insert(incoming, row);
    ++counts.inserted;
  }
}

/// Returns whether the snapshot then refers to a video. `certain`: it does if the video is known.
template <typename Store>
bool decide_snapshot(videos::metric_snapshot_view incoming, bool certain, Store& store,
                     upsert_counts& counts) {
  const bool has_video = incoming.creator_video_id.has_value();
  auto known = store.find(incoming);
  if (!known) {
    engine::settle_insert(incoming);
    store.insert(incoming);
    ++counts.inserted;
    return has_video;
  }
  const bool changed = store.update(known, incoming);
  ++(changed ? counts.updated : counts.unchanged);
  return (has_video && certain) || store.is_attributed(known);
}

}  // namespace detail

template <typename Order, typename Store>
void decide_batch(Order& order, run_batch& batch, const programs& rules, Store& store,
                  run_figures& figures) {
  const auto creators = detail::resolve_creators(order, store, figures);
  order.for_each_video([&](const videos::row_view& row) {
    detail::decide_video(row, batch.texts, creators, store, figures.all_time);
  });
  store.end_videos();
  figures.videos_synced =
      figures.all_time.inserted + figures.all_time.updated + figures.all_time.unchanged;

  const bool certain = takes_known_video(rules);
  order.for_each_snapshot([&](const videos::row_view& row, std::int32_t window_days) {
    const auto video_id = store.video_id(row.tiktok_video_id);
    auto incoming = videos::to_snapshot(row, batch.snapshot_date, window_days,
                                        batch.source_run_id);
    incoming.creator_video_id = video_id;
    const bool attributed = detail::decide_snapshot(incoming, certain, store,
                                                    counts_of(figures, window_days));
    figures.unattributed_rows += !attributed;
  });
}

}  // namespace tidemark::storage
