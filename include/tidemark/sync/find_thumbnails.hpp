// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/enricher/enricher.hpp>
#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>
#include <tidemark/sync/run_observer.hpp>
#include <tidemark/value/raw_text.hpp>
#include <tidemark/videos/to_records.hpp>

namespace tidemark::sync {

/// The outcome of the search for a brand's thumbnails.
struct thumbnail_figures {
  std::int64_t found = 0;
  std::int64_t none = 0;    ///< videos that have none, or are gone
  std::int64_t failed = 0;  ///< lookups that failed and will be repeated

  void add(const thumbnail_figures& other) {
    found += other.found;
    none += other.none;
    failed += other.failed;
  }
};

namespace detail {

/// Takes an enricher's answers and stores them in batches, so that a search that is stopped keeps
/// its results.
class thumbnail_sink final : public enricher::answer_sink {
 public:
  thumbnail_sink(storage::backend& store, std::int64_t brand_id,
                 const std::vector<videos::video_without_thumbnail>& asked, run_observer& observer)
      : store_(store), brand_id_(brand_id), asked_(asked), observer_(observer) {}

  bool answer(std::size_t index, result<std::optional<std::string>> url) override {
    if (!url) {
      ++figures.failed;
      if (first_error.empty()) first_error = url.error().message;
      return go_on();
    }
    ++(*url ? figures.found : figures.none);
    waiting_.push_back({asked_[index].tiktok_video_id,
                        *url ? storable_text(**url) : std::string()});
    return (waiting_.size() < batch || store()) && go_on();
  }

  bool go_on() const override { return !storage_error && !observer_.stop_requested(); }

  void warning(std::string message) override { observer_.warning(message); }

  /// Stores the pending answers. False on failure.
  bool store() {
    if (waiting_.empty() || storage_error) return !storage_error;
    const auto stored = store_.set_thumbnails(brand_id_, waiting_, now());
    if (!stored) storage_error = stored.error();
    waiting_.clear();
    return !storage_error;
  }

  thumbnail_figures figures;
  std::string first_error;  ///< of a video
  std::optional<error> storage_error;

 private:
  static constexpr std::size_t batch = 50;

  storage::backend& store_;
  std::int64_t brand_id_;
  const std::vector<videos::video_without_thumbnail>& asked_;
  run_observer& observer_;
  std::vector<storage::thumbnail> waiting_;
};

}  // namespace detail

/// Looks up the thumbnails of at most `limit` videos of a brand that have none, those with the
/// highest GMV first, and stores what is found.
///
/// Never fails: errors of a video, the enricher or the storage are warnings, because the run before
/// it has already succeeded (plugins/enrichers/README.md).
inline thumbnail_figures find_thumbnails(storage::backend& store,
                                         enricher::video_enricher& enricher, std::int64_t brand_id,
                                         std::int64_t limit, run_observer& observer) {
  const auto videos = store.find_videos_without_thumbnail(brand_id, limit);
  if (!videos) {
    observer.warning("thumbnails: " + videos.error().message);
    return {};
  }
  const auto& asked = *videos;
  if (asked.empty()) return {};

  detail::thumbnail_sink sink(store, brand_id, asked, observer);
  const auto done = enricher.enrich(asked, sink);
  sink.store();
  const std::string from = "thumbnails from " + enricher.origin() + ": ";
  if (sink.storage_error) observer.warning(from + sink.storage_error->message);
  if (!done) observer.warning(from + done.error().message);
  if (sink.figures.failed > 0)
    observer.warning(from + std::to_string(sink.figures.failed) + " of " +
                     std::to_string(asked.size()) + " videos failed and will be tried again; the "
                     "first: " + sink.first_error);
  return sink.figures;
}

}  // namespace tidemark::sync
