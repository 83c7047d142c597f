// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <fmt/core.h>

#include "open_application.hpp"
#include "show_rows.hpp"

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
  const auto opened = open_configured(global, brand_id);
  if (!opened) return opened.error();
  const auto brand = find_brand(opened->app, brand_id);
  if (!brand) return brand.error();
  return show_rows<storage::stored_snapshot>(
      global.format, history_table((*brand)->currency),
      fmt::format("no snapshot of video {} of brand {}", one_line(tiktok_video_id, 60), brand_id),
      [&](const storage::visitor<storage::stored_snapshot>& visit) {
        return opened->store->walk_snapshots(brand_id, tiktok_video_id, visit);
      },
      [](table& rows, const storage::stored_snapshot& stored) { add(rows, stored.record); });
}

}  // namespace tidemark::host
