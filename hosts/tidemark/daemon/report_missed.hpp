// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include "daemon_metrics.hpp"
#include "event_log.hpp"
#include "record_due_runs.hpp"

namespace tidemark::host {

/// Logs and counts the due runs that this host has marked as missed: no other host does.
void report_missed(std::int64_t brand_id, const recorded_due_runs& recorded, event_log& log,
                   daemon_metrics& metrics);

}  // namespace tidemark::host
