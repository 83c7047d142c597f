// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <functional>
#include <set>
#include <string>

#include "../file/block_pipeline.hpp"
#include "line_block.hpp"

namespace tidemark::source {

/// Turns lines of JSON into rows on several threads, and hands them to a sink in the order of the
/// lines, on the caller's thread. Holds a bounded number of lines. One thread.
class line_pipeline {
 public:
  /// `sink` and the clock in `settings` must outlive the pipeline.
  line_pipeline(const videos::row_settings& settings, row_sink& sink)
      : sink_(sink), blocks_([this](line_block& block) { return deliver(block); }, settings) {}

  /// Takes one line; may deliver some that came before. False: the sink wants no more.
  bool add(const line& added) {
    blocks_.filling().add(added);
    return blocks_.pass_on();
  }

  /// Delivers all that is left. False: the sink wants no more.
  bool finish() { return blocks_.finish(); }

  /// The keys that rows had, in byte order; see videos::row_builder, whose limit holds for all.
  const std::set<std::string, std::less<>>& delivered_keys() const { return keys_; }

 private:
  bool deliver(line_block& block) {
    const auto& keys = block.delivered_keys();
    if (!std::ranges::includes(keys_, keys))
      for (const auto& key : keys)
        if (keys_.size() < videos::row_builder::keys_max || videos::find_raw_name(key))
          keys_.insert(key);
    return block.deliver(sink_);
  }

  row_sink& sink_;
  std::set<std::string, std::less<>> keys_;
  block_pipeline<line_block> blocks_;
};

}  // namespace tidemark::source
