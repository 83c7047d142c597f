// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tidemark/storage/run_batch.hpp>

#include "rules_for.hpp"

namespace tidemark::contract {

/// The shipped rules, written by hand: what rules/videos.yaml must compile to.
inline storage::programs shipped_programs() {
  using policy::comparison;
  using policy::null_rule;
  return {rules_for<videos::creator_video>()
              .monotonic({"gmv_cents", "impressions", "items_sold", "affiliate_orders", "likes",
                          "comments", "shares", "est_commission_cents"})
              .gated("gmv_cents", comparison::ge, "gmv_cents", null_rule::keep,
                     {"gpm_cents", "ctr", "duration", "title", "video_url", "hash_tags"})
              .first_known({"posted_at"})
              .latest_known({"creator_id"})
              .ignored_rest(),
          rules_for<videos::metric_snapshot>()
              .monotonic({"gmv_cents", "views", "items_sold"})
              .gated("gmv_cents", comparison::ge, "gmv_cents", null_rule::keep,
                     {"gpm_cents", "ctr", "raw_payload"})
              .latest_known({"creator_video_id"})
              .stamped({"source_run_id"})
              .ignored_rest()};
}

}  // namespace tidemark::contract
