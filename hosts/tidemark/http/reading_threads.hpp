// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "storage_reader.hpp"

namespace tidemark::host {

/// A few threads, each with a storage of its own, for what has to wait for the storage.
class reading_threads {
 public:
  using job = std::function<void(storage_reader&)>;

  /// Starts `count` threads, which open nothing before they are asked.
  reading_threads(int count, const storage_opener& open) {
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

  /// Runs `todo`, which must not throw, when a thread is free. From any thread.
  void post(job todo) {
    {
      const std::lock_guard own(mutex_);
      waiting_.push_back(std::move(todo));
    }
    changed_.notify_one();
  }

 private:
  void work(const storage_opener& open) {
    storage_reader reader(open);
    for (;;) {
      std::unique_lock own(mutex_);
      changed_.wait(own, [this] { return stopped_ || !waiting_.empty(); });
      if (stopped_) return;
      const job next = std::move(waiting_.front());
      waiting_.pop_front();
      own.unlock();
      next(reader);
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<job> waiting_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace tidemark::host
