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
#include <tidemark/sync/raw_text.hpp>
#include <tidemark/sync/run_observer.hpp>
#include <tidemark/videos/to_records.hpp>

namespace tidemark::sync {

/// What became of the search for a brand's thumbnails.
struct thumbnail_figures {
  std::int64_t found = 0;
  std::int64_t none = 0;    ///< videos that have none, or are gone
  std::int64_t failed = 0;  ///< could not be found out this time; their turn comes again

  void add(const thumbnail_figures& other) {
    found += other.found;
    none += other.none;
    failed += other.failed;
  }
};

namespace detail {

/// Takes an enricher's answers and stores them in batches, so that a search that is stopped has not
/// been for nothing.
class thumbnail_sink final : public enricher::answer_sink {
 public:
  thumbnail_sink(storage::backend& store, std::int64_t brand_id,
                 const std::vector<enricher::bare_video>& asked, run_observer& observer)
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

  /// Stores what waits. False: it could not be.
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
  const std::vector<enricher::bare_video>& asked_;
  run_observer& observer_;
  std::vector<storage::thumbnail> waiting_;
};

}  // namespace detail

/// Looks for the thumbnails of at most `limit` videos of a brand that have none, those with the
/// highest GMV first, and stores what is found.
///
/// Never fails: what goes wrong, of a video, the enricher or the storage, is a warning, because the
/// run that came before stands (SPEC section 8, `--with-thumbnails`).
inline thumbnail_figures find_thumbnails(storage::backend& store,
                                         enricher::video_enricher& enricher, std::int64_t brand_id,
                                         std::int64_t limit, run_observer& observer) {
  const auto bare = store.find_bare_videos(brand_id, limit);
  if (!bare) {
    observer.warning("thumbnails: " + bare.error().message);
    return {};
  }
  std::vector<enricher::bare_video> asked;
  for (const auto& one : *bare)
    asked.push_back({brand_id, one.tiktok_video_id, one.username,
                     videos::video_url(one.username, one.tiktok_video_id)});
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
