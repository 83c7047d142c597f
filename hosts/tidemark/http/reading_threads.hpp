// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "storage_reader.hpp"

namespace tidemark::host {

/// A few threads, each with a storage of its own, for what has to wait for the storage. Long jobs
/// get half of them at most, so that the others need not wait for a few searches.
class reading_threads {
 public:
  using job = std::function<void(storage_reader&)>;

  /// Starts `count` threads, which open nothing before they are asked.
  reading_threads(int count, const storage_opener& open) : long_max_(std::max(1, count / 2)) {
    for (int i = 0; i < count; ++i) threads_.emplace_back([this, open] { work(open); });
  }
  reading_threads(const reading_threads&) = delete;
  reading_threads& operator=(const reading_threads&) = delete;

  /// Ends when the jobs that have begun are done; those that wait are dropped.
  ~reading_threads() {
    {
      const std::lock_guard own(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    for (auto& one : threads_) one.join();
  }

  /// Runs `asked`, which must not throw, when a thread is free. From any thread.
  void post(job asked, bool is_long) {
    {
      const std::lock_guard own(mutex_);
      (is_long ? long_waiting_ : waiting_).push_back(std::move(asked));
    }
    changed_.notify_one();
  }

 private:
  void work(const storage_opener& open) {
    storage_reader reader(open);
    std::unique_lock own(mutex_);
    for (;;) {
      changed_.wait(own, [this] { return stopped_ || !waiting_.empty() || may_begin_long(); });
      if (stopped_) return;
      const bool is_long = waiting_.empty();
      job next = take_first(is_long ? long_waiting_ : waiting_);
      long_running_ += is_long ? 1 : 0;
      own.unlock();
      next(reader);
      next = nullptr;  // what it holds goes before the lock is held
      own.lock();
      long_running_ -= is_long ? 1 : 0;
    }
  }

  bool may_begin_long() const { return !long_waiting_.empty() && long_running_ < long_max_; }

  static job take_first(std::deque<job>& from) {
    job first = std::move(from.front());
    from.pop_front();
    return first;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<job> waiting_;
  std::deque<job> long_waiting_;
  const int long_max_;
  int long_running_ = 0;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace tidemark::host
