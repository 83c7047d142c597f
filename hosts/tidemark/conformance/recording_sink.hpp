// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/source/data_source.hpp>

namespace tidemark::host {

/// One row or reject that a source delivered, in little memory.
struct recorded_delivery {
  std::uint64_t hash = 0;  ///< of the whole row or reject
  std::string label;       ///< the row's id, or `reject at 7`
};

/// Why a source may not deliver `row` for `request`; nothing if it may.
std::optional<std::string> row_fault(const videos::video_row& row,
                                     const source::fetch_request& request);

/// Records the deliveries of a source, can ask it to stop, and detects what a source must not do:
/// deliver after that, after the fetch, or from two threads at once.
class recording_sink final : public source::row_sink {
 public:
  static constexpr std::size_t never = std::numeric_limits<std::size_t>::max();

  /// Asks to stop from the delivery `stop_at` on, counted from 1; 0: from the start.
  recording_sink(const source::fetch_request& request, std::size_t stop_at = never)
      : request_(request), stop_at_(stop_at) {
    if (stop_at == 0) stop();
  }

  /// Asks to stop at the first call after this time.
  void stop_after(std::chrono::milliseconds time) { stop_time_ = clock::now() + time; }

  bool row(videos::video_row& row) override;
  bool rejected(source::rejected_row row) override;
  bool go_on() const override { return !stopped() && clock::now() < stop_time_; }
  void begin_part(videos::added_fields) override {}
  void warning(std::string) override {}

  /// To be called after `fetch` has returned.
  void fetch_ended() { ended_ = true; }

  /// How long ago the first request to stop was.
  std::chrono::milliseconds since_stop() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - stop_said_);
  }

  std::vector<recorded_delivery> delivered;
  std::optional<std::string> bad_row;         ///< the first one, and its fault
  std::atomic<std::size_t> after_stop = 0;    ///< calls after the request to stop
  std::atomic<std::size_t> after_end = 0;     ///< calls after the fetch
  std::atomic<std::size_t> overlapping = 0;   ///< calls during another call

 private:
  using clock = std::chrono::steady_clock;

  bool stopped() const { return stop_at_ != never && count_ >= stop_at_; }
  void stop() { stop_said_ = clock::now(); }
  bool take(std::uint64_t hash, std::string label);

  source::fetch_request request_;
  std::size_t stop_at_;
  std::atomic<std::size_t> count_ = 0;
  clock::time_point stop_time_ = clock::time_point::max();
  clock::time_point stop_said_{};
  std::atomic<bool> ended_ = false;
  std::atomic<bool> busy_ = false;
};

}  // namespace tidemark::host
