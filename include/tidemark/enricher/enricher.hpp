// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <tidemark/result.hpp>
#include <tidemark/videos/video_without_thumbnail.hpp>

namespace tidemark::enricher {

using videos::video_without_thumbnail;

/// Receives the answers of an enricher, in any order. One thread at a time.
class answer_sink {
 public:
  virtual ~answer_sink() = default;

  /// Takes the answer for `videos[index]` of the call; at most one answer for each video.
  ///
  /// A text: the thumbnail's URL, not empty. Nothing: the video has none, e.g. because it is
  /// private or gone; it will not be asked for again soon. An error: the lookup failed this time;
  /// the message says why, without secrets.
  /// Returns false if the enricher should stop at once, for any reason.
  [[nodiscard]] virtual bool answer(std::size_t index,
                                    result<std::optional<std::string>> thumbnail_url) = 0;

  /// Whether the enricher should continue. To be asked at least every second while it waits.
  [[nodiscard]] virtual bool go_on() const { return true; }

  /// Takes a warning for the user who runs the sync.
  virtual void warning(std::string message) = 0;
};

/// One configured enricher of one brand: finds thumbnails (plugins/enrichers/README.md).
/// Built by a plugin's `create_enricher`, used by one thread.
class video_enricher {
 public:
  virtual ~video_enricher() = default;

  /// Where the answers come from, for messages: e.g. the address that is asked. No secrets.
  virtual std::string origin() const = 0;

  /// Answers for `videos` through `sink`. Those with the highest GMV are first: begin with them.
  ///
  /// Returns without error if the sink asked to stop; videos without an answer are asked for again
  /// later. Error: it cannot continue at all (busy: a rate limit that outlasted the retries); the
  /// answers before it count. May be called again.
  virtual result<void> enrich(std::span<const video_without_thumbnail> videos,
                              answer_sink& sink) = 0;
};

}  // namespace tidemark::enricher
