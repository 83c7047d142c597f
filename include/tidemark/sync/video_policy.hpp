// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/engine/canonical_text.hpp>
#include <tidemark/engine/compile.hpp>
#include <tidemark/policy/policy.hpp>
#include <tidemark/storage/run_batch.hpp>
#include <tidemark/videos/video_row.hpp>

namespace tidemark::sync {

/// A policy compiled for the records of this product.
struct video_policy {
  std::string name;
  std::string text;  ///< canonical YAML, which `policy show` prints; the input of the hash
  std::vector<std::int32_t> windows;  ///< days, in the policy's order
  engine::preference_order<videos::video_row> merge;
  storage::programs rules;
};

/// Compiles `declared` and adds what is wrong with it to `found`, which is then in the order of
/// places in the file; the result counts only if `found` has no error.
inline video_policy compile_video_policy(const policy::policy& declared,
                                         diagnostics::issues& found) {
  using videos::creator_video;
  using videos::metric_snapshot;
  constexpr std::array<std::string_view, 2> stored{record_traits<creator_video>::name,
                                                   record_traits<metric_snapshot>::name};
  engine::check_records(declared, stored, found);

  video_policy compiled;
  compiled.name = declared.name.text;
  for (const auto& window : declared.windows) compiled.windows.push_back(window.days);
  compiled.merge = engine::compile_merge<videos::video_row>(declared.merge, found);
  if (const auto* rules = engine::find_rules<creator_video>(declared))
    compiled.rules.creator_videos = engine::compile_upsert<creator_video>(*rules, found);
  if (const auto* rules = engine::find_rules<metric_snapshot>(declared))
    compiled.rules.snapshots = engine::compile_upsert<metric_snapshot>(*rules, found);
  engine::settle_accepts<creator_video, metric_snapshot>(declared, found);
  diagnostics::sort_by_place(found);
  compiled.text = engine::canonical_text(compiled.name, compiled.windows, compiled.merge,
                                         compiled.rules.creator_videos, compiled.rules.snapshots);
  return compiled;
}

}  // namespace tidemark::sync
