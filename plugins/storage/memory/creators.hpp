// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <tidemark/videos/video_row.hpp>

namespace tidemark::memory {

/// The creators by username; ids count up from 1.
class creators {
 public:
  /// What a batch needs of the creators.
  struct resolved {
    std::vector<std::int64_t> ids;   ///< of each row's creator; 0 for a row without username
    std::vector<std::string> added;  ///< usernames that are not stored yet, in the order of ids
    std::int64_t matched = 0;        ///< how many different usernames were there before
  };

  /// Finds the creator of every row. Stores nothing.
  resolved resolve(std::span<videos::video_row* const> rows) const {
    resolved outcome;
    outcome.ids.reserve(rows.size());
    boost::unordered_flat_map<std::string_view, std::int64_t> fresh;
    boost::unordered_flat_set<std::int64_t> matched;
    for (const videos::video_row* row : rows) {
      if (!row->username) {
        outcome.ids.push_back(0);
        continue;
      }
      if (const auto known = ids_.find(*row->username); known != ids_.end()) {
        outcome.ids.push_back(known->second);
        matched.insert(known->second);
        continue;
      }
      const auto next_id = static_cast<std::int64_t>(ids_.size() + fresh.size() + 1);
      const auto [at, added] = fresh.try_emplace(*row->username, next_id);
      if (added) outcome.added.push_back(*row->username);
      outcome.ids.push_back(at->second);
    }
    outcome.matched = static_cast<std::int64_t>(matched.size());
    return outcome;
  }

  /// Stores the creators that were not there.
  void add(std::vector<std::string> added) {
    for (auto& username : added)
      ids_.emplace(std::move(username), static_cast<std::int64_t>(ids_.size() + 1));
  }

 private:
  boost::unordered_flat_map<std::string, std::int64_t> ids_;
};

}  // namespace tidemark::memory
