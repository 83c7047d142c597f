// SPDX-License-Identifier: BSL-1.0
#include "service_manager.hpp"

#include <cstdint>
#include <ctime>
#include <string>

#include <systemd/sd-daemon.h>

namespace tidemark::host::service_manager {

void ready() { sd_notify(0, "READY=1"); }

void reloading() {
  // By this time systemd recognises the answer to its own signal.
  timespec moment{};
  clock_gettime(CLOCK_MONOTONIC, &moment);
  const std::int64_t micros = std::int64_t{moment.tv_sec} * 1'000'000 + moment.tv_nsec / 1'000;
  sd_notify(0, ("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(micros)).c_str());
}

void stopping() { sd_notify(0, "STOPPING=1"); }

std::optional<std::chrono::microseconds> watchdog_interval() {
  std::uint64_t micros = 0;
  if (sd_watchdog_enabled(0, &micros) <= 0) return std::nullopt;
  return std::chrono::microseconds(micros / 2);
}

void alive() { sd_notify(0, "WATCHDOG=1"); }

}  // namespace tidemark::host::service_manager
