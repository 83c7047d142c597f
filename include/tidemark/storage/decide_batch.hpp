// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <tidemark/engine/decide.hpp>
#include <tidemark/storage/batch_figures.hpp>
#include <tidemark/storage/batch_usernames.hpp>
#include <tidemark/storage/run_batch.hpp>
#include <tidemark/videos/to_records.hpp>

namespace tidemark::storage {

/// Whether a snapshot always refers to its video if that is known, so that counting the snapshots
/// that do not needs no further reads.
inline bool takes_known_video(const programs& rules) {
  constexpr auto index = *find_field<videos::metric_snapshot>("creator_video_id");
  const auto rule = rules.snapshots.rule_of(index);
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

using video_place = std::uint32_t;

/// Decides a batch record by record: resolves creators and videos, passes every record to `store`,
/// and counts. The only place that defines what a row means for the stored records: every storage
/// that decides row by row uses it, whether it writes or plans.
///
/// `Order` gives the rows: `arrival_order` or `key_order`. `Store` looks up and writes:
///
///     std::optional<std::int64_t> find_creator(std::string_view username);
///     std::int64_t add_creator(std::string_view username);
///     auto find(const Record& incoming, video_place);  // what is stored of its key, or false
///     void insert(const creator_video_view& incoming, const row_view& row, video_place);
///     void insert(const metric_snapshot_view& incoming);
///     bool update(found, Record incoming, ...);        // as insert; whether anything changed
///     void end_videos();                               // every video has been brought
///     void prefetch(video_place);                      // some snapshots before video_id
///     std::optional<std::int64_t> video_id(std::string_view tiktok_video_id, video_place);
///     bool is_attributed(found);                       // the snapshot refers to a video
///
/// A `video_place` is the place of the record's video in `all_time`: a store can keep what it found
/// of a video there, and need not look it up again for each of its snapshots.
///
/// `Record` is both records of a batch, as views: their texts live as long as the batch, which gets
/// those that are made. Fills the storage's block of `figures`, made by `begin_figures`. Throws
/// what `store` throws.
template <typename Order, typename Store>
void decide_batch(Order& order, run_batch& batch, const programs& rules, Store& store,
                  run_figures& figures);

// ------------------------------------------------------------------------------------------------

namespace detail {

/// The id of each username, by its number.
template <typename Store>
std::vector<std::int64_t> resolve_creators(const batch_usernames& usernames, Store& store,
                                           run_figures& figures) {
  std::vector<std::int64_t> ids;
  ids.reserve(usernames.names().size());
  for (const std::string_view username : usernames.names()) {
    const auto known = store.find_creator(username);
    ++(known ? figures.creators_matched : figures.creators_created);
    ids.push_back(known ? *known : store.add_creator(username));
  }
  return ids;
}

template <typename Store>
void decide_video(const videos::row_view& row, video_place video,
                  std::optional<std::int64_t> creator_id, videos::row_keeper& texts, Store& store,
                  upsert_counts& counts) {
  auto incoming = videos::to_creator_video(row, texts);
  incoming.creator_id = creator_id;
  if (auto known = store.find(incoming, video)) {
    const bool changed = store.update(known, incoming, row);
    ++(changed ? counts.updated : counts.unchanged);
  } else if (has_required(incoming)) {
    engine::settle_insert(incoming);
    store.insert(incoming, row, video);
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
  const batch_usernames& usernames = order.usernames();
  const auto creators = detail::resolve_creators(usernames, store, figures);
  order.for_each_video([&](const videos::row_view& row, video_place video) {
    const auto name = usernames.of_video(video);
    const auto creator_id =
        name == batch_usernames::none ? std::nullopt : std::optional(creators[name]);
    detail::decide_video(row, video, creator_id, batch.texts, store, figures.all_time);
  });
  store.end_videos();
  figures.videos_synced =
      figures.all_time.inserted + figures.all_time.updated + figures.all_time.unchanged;

  const bool certain = takes_known_video(rules);
  const auto decide = [&](const videos::row_view& row, std::int32_t window_days,
                          video_place video) {
    const auto video_id = store.video_id(row.tiktok_video_id, video);
    auto incoming = videos::to_snapshot(row, batch.snapshot_date, window_days,
                                        batch.source_run_id);
    incoming.creator_video_id = video_id;
    const bool attributed = detail::decide_snapshot(incoming, certain, store,
                                                    counts_of(figures, window_days));
    figures.unattributed_rows += !attributed;
  };
  order.for_each_snapshot(decide, [&](video_place coming) { store.prefetch(coming); });
}

}  // namespace tidemark::storage
