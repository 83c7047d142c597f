// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <optional>

/// Notifications to systemd, if it started this process (`Type=notify-reload`); otherwise they do
/// nothing.
namespace tidemark::host::service_manager {

void ready();
void reloading();
void stopping();

/// The longest time between two calls of `alive`; nothing if there is no watchdog.
std::optional<std::chrono::microseconds> watchdog_interval();
void alive();

}  // namespace tidemark::host::service_manager
