// SPDX-License-Identifier: BSL-1.0
#include "report_missed.hpp"

namespace tidemark::host {

void report_missed(std::int64_t brand_id, const recorded_due_runs& recorded, event_log& log,
                   daemon_metrics& metrics) {
  if (recorded.missed == 0) return;
  metrics.runs_missed(brand_id, recorded.missed);
  log.write(log_level::warning, "due runs were missed",
            {{"brand_id", brand_id},
             {"runs", recorded.missed},
             {"last_due_at", to_rfc3339(recorded.last_missed)}});
}

}  // namespace tidemark::host
