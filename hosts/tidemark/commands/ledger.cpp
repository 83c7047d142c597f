// SPDX-License-Identifier: BSL-1.0
#include <string>

#include "../output/host_output.hpp"
#include "../output/json_writer.hpp"
#include "../output/record_json.hpp"
#include "../output/table.hpp"
#include "../report.hpp"
#include "../setup.hpp"
#include "commands.hpp"

namespace tidemark::host {

namespace {

std::string second_of(timestamp moment) { return to_text(moment).substr(0, 19); }

/// Shows what `walk` visits, as an array or as a table, or says `nothing` when there is nothing.
template <typename Row, typename Walk, typename AddCells>
exit_code show(const global_options& global, table rows, std::string_view nothing,
               const Walk& walk, const AddCells& add_cells) {
  json_writer json(host_output());
  const bool as_json = global.format == output_format::json;
  if (as_json) json.begin_array();
  std::int64_t count = 0;
  const auto walked = walk([&](const Row& row) {
    ++count;
    if (as_json) write_json(json, row);
    else add_cells(rows, row);
    return true;
  });
  if (!walked) return report(walked.error());
  if (as_json) {
    json.end_array();
    host_output() << '\n';
  } else if (count == 0) {
    host_output() << nothing << '\n';
  } else {
    rows.write(host_output());
  }
  return exit_code::done;
}

}  // namespace

exit_code run_runs(const global_options& global, std::optional<std::int64_t> brand_id) {
  auto loaded = load_setup(global);
  if (!loaded) return loaded.error();
  if (brand_id)
    if (const auto brand = find_brand(*loaded, *brand_id); !brand) return brand.error();
  auto store = open_storage(*loaded);
  if (!store) return store.error();

  table rows({{"run", table::align::right},
              {"brand", table::align::right},
              {"source run id", table::align::left, 40},
              {"snapshots of"},
              {"status"},
              {"started (UTC)"},
              {"finished (UTC)"},
              {"error", table::align::left, 120}});
  return show<storage::ledger_entry>(
      global, std::move(rows), "no runs yet",
      [&](const storage::visitor<storage::ledger_entry>& visit) {
        return (*store)->walk_runs(brand_id, visit);
      },
      [](table& out, const storage::ledger_entry& entry) {
        out.add({std::to_string(entry.id), std::to_string(entry.start.brand_id),
                 entry.start.source_run_id, to_text(entry.start.snapshot_date),
                 std::string(storage::to_text(entry.status)), second_of(entry.start.started_at),
                 entry.finished_at ? second_of(*entry.finished_at) : "-",
                 entry.error.value_or("")});
      });
}

exit_code run_rejected(const global_options& global, std::optional<std::int64_t> run_id) {
  auto loaded = load_setup(global);
  if (!loaded) return loaded.error();
  auto store = open_storage(*loaded);
  if (!store) return store.error();

  table rows({{"run", table::align::right},
              {"brand", table::align::right},
              {"source", table::align::left, 60},
              {"window"},
              {"position", table::align::right},
              {"reason", table::align::left, 100}});
  return show<storage::quarantined_row>(
      global, std::move(rows), "no rejected rows",
      [&](const storage::visitor<storage::quarantined_row>& visit) {
        return (*store)->walk_rejected(run_id, visit);
      },
      [](table& out, const storage::quarantined_row& row) {
        out.add({std::to_string(row.run_id), std::to_string(row.brand_id), row.source,
                 row.window_days ? std::to_string(*row.window_days) + " days" : "-",
                 row.position ? std::to_string(*row.position) : "-", row.reason});
      });
}

}  // namespace tidemark::host
