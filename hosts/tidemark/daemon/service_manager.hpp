// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <optional>

/// What systemd is told, when it started this process (`Type=notify-reload`); otherwise nothing
/// happens.
namespace tidemark::host::service_manager {

void ready();
void reloading();
void stopping();

/// How often `alive` must be called, at the least; nothing when nobody waits for it.
std::optional<std::chrono::microseconds> watchdog_interval();
void alive();

}  // namespace tidemark::host::service_manager
