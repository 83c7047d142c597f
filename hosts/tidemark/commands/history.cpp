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

table history_table(const std::string& currency) {
  return table({{"date"},
                {"window"},
                {"GMV " + currency, table::align::right},
                {"GPM", table::align::right},
                {"views", table::align::right},
                {"items", table::align::right},
                {"CTR", table::align::right},
                {"run"}});
}

void add(table& rows, const videos::metric_snapshot& snapshot) {
  rows.add({to_text(snapshot.snapshot_date), std::to_string(snapshot.window_days) + " days",
            money(snapshot.gmv_cents.known.value_or(0)),
            snapshot.gpm_cents ? money(*snapshot.gpm_cents) : "-",
            grouped(snapshot.views.known.value_or(0)),
            grouped(snapshot.items_sold.known.value_or(0)),
            snapshot.ctr ? percentage(*snapshot.ctr) : "-", snapshot.source_run_id});
}

}  // namespace

exit_code run_history(const global_options& global, std::int64_t brand_id,
                      const std::string& tiktok_video_id) {
  auto loaded = load_setup(global);
  if (!loaded) return loaded.error();
  const auto brand = find_brand(*loaded, brand_id);
  if (!brand) return brand.error();
  auto store = open_storage(*loaded);
  if (!store) return store.error();

  json_writer json(host_output());
  table rows = history_table((*brand)->currency);
  const bool as_json = global.format == output_format::json;
  if (as_json) json.begin_array();
  std::int64_t count = 0;
  const auto walked = (*store)->walk_snapshots(
      brand_id, tiktok_video_id, [&](const storage::stored_snapshot& stored) {
        ++count;
        if (as_json) write_json(json, stored);
        else add(rows, stored.record);
        return true;
      });
  if (!walked) return report(walked.error());
  if (as_json) {
    json.end_array();
    host_output() << '\n';
  } else if (count == 0) {
    host_output() << "no snapshot of video " << one_line(tiktok_video_id, 60) << " of brand "
              << brand_id << '\n';
  } else {
    rows.write(host_output());
  }
  return exit_code::done;
}

}  // namespace tidemark::host
