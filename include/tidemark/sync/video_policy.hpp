// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/engine/canonical_text.hpp>
#include <tidemark/engine/compile.hpp>
#include <tidemark/policy/issue.hpp>
#include <tidemark/policy/nearest.hpp>
#include <tidemark/policy/policy.hpp>
#include <tidemark/storage/run_batch.hpp>
#include <tidemark/videos/video_row.hpp>

namespace tidemark::sync {

/// A policy compiled for the records of this product.
struct video_policy {
  std::string name;
  std::string text;  ///< canonical YAML: what `policy show` prints and what the hash is taken of
  std::vector<std::int32_t> windows;  ///< days, in the policy's order
  engine::preference_order<videos::video_row> merge;
  storage::programs rules;
};

namespace detail {

template <record Record>
void compile_record(const policy::policy& declared, engine::program<Record>& rules,
                    policy::issues& found) {
  for (const auto& one : declared.upsert) {
    if (one.record.text != record_traits<Record>::name) continue;
    rules = engine::compile_upsert<Record>(one, found);
    return;
  }
  found.push_back({policy::severity::error, declared.upsert_at,
                   "no rules for the record \"" + std::string(record_traits<Record>::name) + "\""});
}

}  // namespace detail

/// Compiles `declared` and adds what is wrong with it to `found`; the result counts only when
/// `found` has no error.
inline video_policy compile_video_policy(const policy::policy& declared, policy::issues& found) {
  constexpr std::array<std::string_view, 2> stored{record_traits<videos::creator_video>::name,
                                                   record_traits<videos::metric_snapshot>::name};
  for (const auto& one : declared.upsert)
    if (one.record.text != stored[0] && one.record.text != stored[1])
      found.push_back({policy::severity::error, one.record.at,
                       "unknown record \"" + one.record.text + "\"" +
                           policy::did_you_mean(one.record.text, stored)});

  video_policy compiled;
  compiled.name = declared.name.text;
  for (const auto& window : declared.windows) compiled.windows.push_back(window.days);
  compiled.merge = engine::compile_merge<videos::video_row>(declared.merge, found);
  detail::compile_record(declared, compiled.rules.creator_videos, found);
  detail::compile_record(declared, compiled.rules.snapshots, found);
  return compiled;
}

}  // namespace tidemark::sync
