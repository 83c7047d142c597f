// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <http/daemon_control.hpp>

namespace tidemark::test {

/// A daemon that answers as its members say. Those that change while the server runs are atomic.
class fake_daemon final : public host::daemon_control {
 public:
  std::vector<host::served_brand> known{{1, "Example brand", "USD"}};
  std::vector<std::int32_t> days{90, 30};
  std::optional<error> sync_error, reload_error;
  std::vector<std::string> needs_restart;
  std::atomic<bool> is_ready = true;
  std::atomic<int> syncs = 0, reloads = 0;
  std::chrono::milliseconds sync_takes{0};

  std::vector<host::served_brand> brands() const override { return known; }
  std::vector<std::int32_t> windows() const override { return days; }

  result<host::started_run> start_sync(std::int64_t brand_id) override {
    std::this_thread::sleep_for(sync_takes);
    if (sync_error) return *sync_error;
    return host::started_run{++syncs, "sync-" + std::to_string(brand_id) + "-2026-02-20"};
  }
  result<host::reload_report> reload() override {
    ++reloads;
    if (reload_error) return *reload_error;
    return host::reload_report{needs_restart};
  }
  result<void> ready() const override {
    if (!is_ready) return failure("the daemon is shutting down");
    return {};
  }
  std::string metrics() override { return "# TYPE tidemark_up gauge\ntidemark_up 1\n"; }
};

}  // namespace tidemark::test
