// SPDX-License-Identifier: BSL-1.0
#include <atomic>
#include <chrono>
#include <future>
#include <thread>

#include <http/server/reader_pool.hpp>

#include "../../../catch.hpp"

using namespace tidemark;
using host::reader_pool;
using host::reconnecting_storage;

TEST_CASE("long jobs leave half of the threads to the others") {
  std::promise<void> may_end;
  const std::shared_future<void> end = may_end.get_future().share();
  std::atomic<int> long_begun = 0, long_ended = 0;
  reader_pool threads(4, {});
  for (int i = 0; i < 6; ++i)
    threads.post(
        [&](reconnecting_storage&) {
          ++long_begun;
          end.wait();
          ++long_ended;
        },
        true);
  for (int i = 0; i < 20; ++i) {
    std::promise<void> done;
    threads.post([&](reconnecting_storage&) { done.set_value(); }, false);
    done.get_future().wait();  // would wait forever if every thread were busy
  }
  CHECK(long_begun <= 2);
  may_end.set_value();
  while (long_ended < 6) std::this_thread::yield();
}

TEST_CASE("waiting jobs are dropped at the end") {
  std::promise<void> begun, may_end;
  std::atomic<int> ran = 0;
  std::thread later;
  {
    reader_pool threads(1, {});
    threads.post(
        [&](reconnecting_storage&) {
          begun.set_value();
          may_end.get_future().wait();
          ++ran;
        },
        false);
    begun.get_future().wait();
    for (int i = 0; i < 3; ++i) threads.post([&](reconnecting_storage&) { ran += 100; }, i == 0);
    later = std::thread([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      may_end.set_value();
    });
  }
  later.join();
  CHECK(ran == 1);
}
