// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_set.hpp>

#include <tidemark/storage/run_batch.hpp>

namespace tidemark::storage {

/// A batch in the order in which its rows came, for storages without pages. Points into the batch.
class arrival_order {
 public:
  explicit arrival_order(const run_batch& batch) : batch_(batch) {
    boost::unordered_flat_set<std::string_view> named;
    for (const videos::row_view* row : batch.all_time)
      if (row->username && named.insert(*row->username).second)
        usernames_.push_back(*row->username);
  }

  /// Each username of the batch once.
  const std::vector<std::string_view>& usernames() const { return usernames_; }

  template <typename Visit>
  void for_each_video(Visit&& visit) {
    for (const videos::row_view* row : batch_.all_time) visit(*row);
  }
  template <typename Visit>
  void for_each_snapshot(Visit&& visit) {
    for (const auto& window : batch_.windows)
      for (const auto& row : window.rows) visit(row, window.days);
  }

 private:
  const run_batch& batch_;
  std::vector<std::string_view> usernames_;
};

}  // namespace tidemark::storage
