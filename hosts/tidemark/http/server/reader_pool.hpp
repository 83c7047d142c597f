// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "../reconnecting_storage.hpp"

namespace tidemark::host {

/// A few threads, each with its own storage, for answers that wait for the storage. At most half of
/// them run long jobs, so that a few searches do not delay other answers.
class reader_pool {
 public:
  using job = std::function<void(reconnecting_storage&)>;

  /// Starts `count` threads; each opens its storage at its first job.
  reader_pool(int count, const storage_opener& open) : long_max_(std::max(1, count / 2)) {
    for (int i = 0; i < count; ++i) threads_.emplace_back([this, open] { run_jobs(open); });
  }
  reader_pool(const reader_pool&) = delete;
  reader_pool& operator=(const reader_pool&) = delete;

  /// Waits for the running jobs; waiting ones are dropped.
  ~reader_pool() {
    {
      const std::lock_guard own(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
  }

  /// Runs `work`, which must not throw, as soon as a thread is free. From any thread.
  void post(job work, bool is_long) {
    {
      const std::lock_guard own(mutex_);
      (is_long ? long_waiting_ : waiting_).push_back(std::move(work));
    }
    changed_.notify_one();
  }

 private:
  void run_jobs(const storage_opener& open) {
    reconnecting_storage reader(open);
    std::unique_lock own(mutex_);
    for (;;) {
      changed_.wait(own, [this] { return stopped_ || !waiting_.empty() || may_begin_long(); });
      if (stopped_) return;
      const bool is_long = waiting_.empty();
      job next = take_first(is_long ? long_waiting_ : waiting_);
      long_running_ += is_long ? 1 : 0;
      own.unlock();
      next(reader);
      next = nullptr;  // destroyed without the lock
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
