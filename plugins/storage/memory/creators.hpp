// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <tidemark/storage/run_batch.hpp>

namespace tidemark::memory {

/// The creators by username; ids count up from 1.
class creators {
 public:
  /// What a batch needs of the creators.
  struct resolved {
    std::vector<std::string> added;  ///< usernames that are not stored yet, in the order of ids
    std::int64_t matched = 0;        ///< how many different usernames were there before
  };

  /// Sets the `creator_id` of every update with a username. Stores nothing.
  resolved resolve(std::span<storage::video_update> updates) const {
    resolved outcome;
    boost::unordered_flat_map<std::string_view, std::int64_t> fresh;
    boost::unordered_flat_set<std::int64_t> matched;
    for (auto& update : updates) {
      if (!update.username) continue;
      if (const auto known = ids_.find(*update.username); known != ids_.end()) {
        update.record.creator_id = known->second;
        matched.insert(known->second);
        continue;
      }
      const auto next_id = static_cast<std::int64_t>(ids_.size() + fresh.size() + 1);
      const auto [at, added] = fresh.try_emplace(*update.username, next_id);
      if (added) outcome.added.push_back(*update.username);
      update.record.creator_id = at->second;
    }
    outcome.matched = static_cast<std::int64_t>(matched.size());
    return outcome;
  }

  /// Makes room, so that adding `outcome.added` cannot fail.
  void reserve_for(const resolved& outcome) { ids_.reserve(ids_.size() + outcome.added.size()); }

  /// Stores the creators that were not there.
  void add(resolved outcome) {
    for (auto& username : outcome.added)
      ids_.emplace(std::move(username), static_cast<std::int64_t>(ids_.size() + 1));
  }

 private:
  boost::unordered_flat_map<std::string, std::int64_t> ids_;
};

}  // namespace tidemark::memory
