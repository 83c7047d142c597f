// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <list>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include "line_block.hpp"

namespace tidemark::source {

/// Turns lines of JSON into rows on as many threads as the machine has cores (4 at most), and hands
/// them to a sink in the order of the lines, on the caller's thread. Holds a bounded number of
/// lines. One thread.
class line_pipeline {
 public:
  /// `sink` and the clock in `settings` must outlive the pipeline.
  line_pipeline(const videos::row_settings& settings, row_sink& sink)
      : sink_(sink), pool_(threads()) {
    for (std::size_t i = 0; i < threads() + 2; ++i) free_.emplace_back(settings);
  }

  /// Takes one line; may deliver some that came before. False: the sink wants no more.
  bool add(const line& one) {
    free_.front().add(one);
    return !free_.front().full() || hand_over();
  }

  /// Delivers all that is left. False: the sink wants no more.
  bool finish() {
    bool go_on = free_.front().empty() || hand_over();
    while (go_on && !reading_.empty()) go_on = deliver_oldest();
    return go_on;
  }

  /// The keys that rows had, in byte order; see videos::row_builder, whose limit holds for all.
  const std::set<std::string, std::less<>>& delivered_keys() const { return keys_; }

 private:
  static std::size_t threads() {
    return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
  }

  /// Has the block that is being filled read by another thread, and sees to the next one.
  bool hand_over() {
    block_list next;
    next.splice(next.end(), free_, free_.begin());
    std::packaged_task<void()> read([block = &next.front()] { block->read(); });
    done_.push_back(read.get_future());
    reading_.splice(reading_.end(), next);
    boost::asio::post(pool_, std::move(read));
    return !free_.empty() || deliver_oldest();
  }

  bool deliver_oldest() {
    done_.front().get();
    done_.pop_front();
    free_.splice(free_.end(), reading_, reading_.begin());
    const auto& keys = free_.back().delivered_keys();
    if (!std::ranges::includes(keys_, keys))
      for (const auto& key : keys)
        if (keys_.size() < videos::row_builder::keys_max || videos::find_raw_name(key))
          keys_.insert(key);
    return free_.back().deliver(sink_);
  }

  using block_list = std::list<line_block>;

  row_sink& sink_;
  block_list free_;     // the first is being filled
  block_list reading_;  // in the order of their lines
  std::deque<std::future<void>> done_;
  std::set<std::string, std::less<>> keys_;
  boost::asio::thread_pool pool_;  // gone first: its threads use the blocks
};

}  // namespace tidemark::source
