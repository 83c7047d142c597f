// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <future>
#include <stop_token>

namespace tidemark::http {

/// The result of `ask(stop)`, which runs on another thread. Meanwhile `go_on()` is called here,
/// several times a second: if it returns false, `stop` is requested.
template <typename GoOn, typename Ask>
auto watched(GoOn go_on, Ask ask) {
  constexpr std::chrono::milliseconds often(50);
  std::stop_source stop;
  auto asking = std::async(std::launch::async, [&] { return ask(stop.get_token()); });
  while (asking.wait_for(often) != std::future_status::ready)
    if (!go_on()) stop.request_stop();
  return asking.get();
}

}  // namespace tidemark::http
