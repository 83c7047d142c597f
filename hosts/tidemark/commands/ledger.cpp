// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <utility>

#include "open_application.hpp"
#include "show_rows.hpp"

namespace tidemark::host {

namespace {

/// `moment` without a fraction of a second.
std::string second_text(timestamp moment) { return to_text(moment).substr(0, 19); }

}  // namespace

exit_code run_runs(const global_options& global, std::optional<std::int64_t> brand_id) {
  const auto opened = open_configured(global, brand_id);
  if (!opened) return opened.error();

  table rows({{"run", table::align::right},
              {"brand", table::align::right},
              {"source run id", table::align::left, 40},
              {"snapshots of"},
              {"status"},
              {"started (UTC)"},
              {"finished (UTC)"},
              {"error", table::align::left, 120}});
  return show_rows<storage::ledger_entry>(
      global.format, std::move(rows), "no runs yet",
      [&](const storage::visitor<storage::ledger_entry>& visit) {
        return opened->store->walk_runs(brand_id, visit);
      },
      [](table& out, const storage::ledger_entry& entry) {
        out.add({std::to_string(entry.id), std::to_string(entry.start.brand_id),
                 entry.start.source_run_id, to_text(entry.start.snapshot_date),
                 std::string(storage::to_text(entry.status)), second_text(entry.start.started_at),
                 entry.finished_at ? second_text(*entry.finished_at) : "-",
                 entry.error.value_or("")});
      });
}

exit_code run_rejected(const global_options& global, std::optional<std::int64_t> run_id) {
  const auto opened = open_configured(global, std::nullopt);
  if (!opened) return opened.error();

  table rows({{"run", table::align::right},
              {"brand", table::align::right},
              {"source", table::align::left, 60},
              {"window"},
              {"position", table::align::right},
              {"reason", table::align::left, 100}});
  return show_rows<storage::quarantined_row>(
      global.format, std::move(rows), "no rejected rows",
      [&](const storage::visitor<storage::quarantined_row>& visit) {
        return opened->store->walk_rejected(run_id, visit);
      },
      [](table& out, const storage::quarantined_row& row) {
        out.add({std::to_string(row.run_id), std::to_string(row.brand_id), row.source,
                 row.window_days ? std::to_string(*row.window_days) + " days" : "-",
                 row.position ? std::to_string(*row.position) : "-", row.reason});
      });
}

}  // namespace tidemark::host
