// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <tidemark/result.hpp>

namespace tidemark::enricher {

/// A stored video that has no thumbnail yet, as an enricher is asked about it.
struct bare_video {
  std::int64_t brand_id = 0;
  std::string tiktok_video_id;  ///< never empty
  std::string username;         ///< of its creator, lower case, never empty
  std::string video_url;        ///< `https://www.tiktok.com/@{username}/video/{id}`
};

/// Where an enricher answers, in any order. One thread at a time.
class answer_sink {
 public:
  virtual ~answer_sink() = default;

  /// Takes the answer for `videos[index]` of the call; one answer for a video at most.
  ///
  /// A text: the thumbnail's URL, not empty. Nothing: the video has none, e.g. because it is
  /// private or gone; it will not be asked for again soon. An error: it could not be found out
  /// this time; the message says why, without secrets.
  /// Returns false when the enricher should stop at once, for whatever reason.
  [[nodiscard]] virtual bool answer(std::size_t index,
                                    result<std::optional<std::string>> thumbnail_url) = 0;

  /// Whether the enricher should go on. To be asked at least every second while it waits.
  [[nodiscard]] virtual bool go_on() const { return true; }

  /// Takes a remark for the person who runs the sync.
  virtual void warning(std::string message) = 0;
};

/// One configured enricher of one brand: finds thumbnails (SPEC section 8, `--with-thumbnails`).
/// Built by a plugin's `create_enricher`, used by one thread.
class video_enricher {
 public:
  virtual ~video_enricher() = default;

  /// Who answers, for messages: e.g. the address it asks. No secrets.
  virtual std::string origin() const = 0;

  /// Answers for `videos` through `sink`. They stand with the highest GMV first: begin there.
  ///
  /// Returns without error when the sink asked to stop; videos without an answer are asked for
  /// again another time. Error: it cannot go on at all (busy: a rate limit that outlasted the
  /// retries); the answers before it count. May be called again.
  virtual result<void> enrich(std::span<const bare_video> videos, answer_sink& sink) = 0;
};

}  // namespace tidemark::enricher
