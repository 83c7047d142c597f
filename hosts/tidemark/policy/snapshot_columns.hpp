// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tidemark/videos/metric_snapshot.hpp>
#include <tidemark/videos/video_row.hpp>

namespace tidemark::host {

/// Sets in `row` what the columns of `snapshot` hold of the row that it was made of.
inline void set_columns(videos::video_row& row, const videos::metric_snapshot& snapshot) {
  row.gmv_cents = snapshot.gmv_cents.known;
  row.views = snapshot.views.known;
  row.items_sold = snapshot.items_sold.known;
  row.gpm_cents = snapshot.gpm_cents;
  row.ctr = snapshot.ctr;
}

}  // namespace tidemark::host
