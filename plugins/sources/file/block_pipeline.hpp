// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <list>
#include <thread>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

namespace tidemark::source {

/// Turns blocks of lines into rows on as many threads as the machine has cores (4 at most), and
/// hands them on in the order of the lines, on the caller's thread. Holds a bounded number of
/// blocks. One thread.
///
/// A `Block` is filled by the caller, `read()` by one of the threads, and used by `deliver`, after
/// which it must be empty again. It has `full()` and `empty()`.
template <typename Block>
class block_pipeline {
 public:
  /// `deliver(block)` returns false if no more rows are wanted. Blocks are made of `arguments`.
  template <typename... Arguments>
  explicit block_pipeline(std::function<bool(Block&)> deliver, const Arguments&... arguments)
      : deliver_(std::move(deliver)), pool_(threads()) {
    for (std::size_t i = 0; i < threads() + 2; ++i) free_.emplace_back(arguments...);
  }

  /// The block to fill; another one after every call of `pass_on` and `finish`.
  Block& filling() { return free_.front(); }

  /// Passes the block on if it is full; may deliver some that were passed on before. False: no more
  /// rows are wanted.
  bool pass_on() { return !filling().full() || hand_over(); }

  /// Delivers all that is left. False: no more rows are wanted.
  bool finish() {
    bool go_on = filling().empty() || hand_over();
    while (go_on && !reading_.empty()) go_on = deliver_oldest();
    return go_on;
  }

 private:
  static std::size_t threads() {
    return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
  }

  /// Has the block that is being filled read by another thread, and sees to the next one.
  bool hand_over() {
    std::list<Block> next;
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
    return deliver_(free_.back());
  }

  std::function<bool(Block&)> deliver_;
  std::list<Block> free_;     // the first is being filled
  std::list<Block> reading_;  // in the order of their lines
  std::deque<std::future<void>> done_;
  boost::asio::thread_pool pool_;  // gone first: its threads use the blocks
};

}  // namespace tidemark::source
