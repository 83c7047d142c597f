// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include <tidemark/storage/run_batch.hpp>
#include <tidemark/value/text_hash.hpp>

namespace tidemark::storage {

/// The usernames of a batch's all-time rows, each once, numbered from 0. Points into the batch.
class batch_usernames {
 public:
  explicit batch_usernames(const run_batch& batch) {
    boost::unordered_flat_map<std::string_view, std::uint32_t, text_hash> numbers;
    const auto& rows = batch.all_time;
    of_video_.reserve(rows.size());
    for (std::size_t video = 0; video < rows.size(); ++video) {
      const videos::row_view* const row = rows[video];
      // Names lie where their rows were kept: memory that was last used a while ago.
      if (video + 2 * fetched_ahead < rows.size())
        __builtin_prefetch(&rows[video + 2 * fetched_ahead]->username);
      if (video + fetched_ahead < rows.size())
        if (const auto& coming = rows[video + fetched_ahead]->username)
          __builtin_prefetch(coming->data());
      if (!row->username) {
        of_video_.push_back(none);
        continue;
      }
      const auto next = static_cast<std::uint32_t>(names_.size());
      const auto [at, fresh] = numbers.emplace(*row->username, next);
      if (fresh) names_.push_back(*row->username);
      of_video_.push_back(at->second);
    }
  }

  const std::vector<std::string_view>& names() const { return names_; }

  static constexpr std::uint32_t none = 0xFFFF'FFFFu;
  /// The number of the name of the video at `video` of `all_time`; `none` without one.
  std::uint32_t of_video(std::size_t video) const { return of_video_[video]; }

  /// Numbers the names in their order by bytes.
  void sort() {
    std::vector<std::uint32_t> order(names_.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return names_[a] < names_[b]; });
    std::vector<std::string_view> names;
    std::vector<std::uint32_t> now(names_.size());
    for (const std::uint32_t before : order) {
      now[before] = static_cast<std::uint32_t>(names.size());
      names.push_back(names_[before]);
    }
    names_ = std::move(names);
    for (auto& number : of_video_)
      if (number != none) number = now[number];
  }

 private:
  static constexpr std::size_t fetched_ahead = 16;

  std::vector<std::string_view> names_;
  std::vector<std::uint32_t> of_video_;
};

}  // namespace tidemark::storage
