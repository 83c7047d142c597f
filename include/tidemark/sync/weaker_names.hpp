// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <tidemark/value/utf8.hpp>
#include <tidemark/videos/row_view.hpp>

namespace tidemark::sync {

/// A video whose strongest row names no creator, and the creator that a weaker row of it names.
struct weakly_named_video {
  std::string tiktok_video_id;
  std::string username;

  bool operator==(const weakly_named_video&) const = default;
};

/// The creators that are named by rows that lost to a row without a creator. Compares two fields
/// for each row that loses; memory grows with such videos only.
class weaker_names {
 public:
  /// `loser` lost to `winner`, a row of the same video.
  void add(const videos::row_view& winner, const videos::row_view& loser) {
    if (loser.username && !winner.username)
      names_.try_emplace(std::string(loser.tiktok_video_id), *loser.username);
  }

  /// Adds names that were found elsewhere.
  void add(weaker_names other) { names_.merge(other.names_); }

  /// Those of `winners`, the strongest rows of their videos, that name no creator although a weaker
  /// row does, in their order.
  template <typename Winners>
  std::vector<weakly_named_video> among(const Winners& winners) const {
    std::vector<weakly_named_video> found;
    if (names_.empty()) return found;
    for (const videos::row_view* winner : winners) {
      if (winner->username) continue;
      if (const auto name = names_.find(std::string(winner->tiktok_video_id)); name != names_.end())
        found.push_back({name->first, name->second});
    }
    return found;
  }

 private:
  std::unordered_map<std::string, std::string> names_;  ///< by video
};

/// The warning of a run for `videos`, at least one, when none of them got a creator.
inline std::string warning_of(const std::vector<weakly_named_video>& videos) {
  const auto& first = videos.front();
  const std::string example =
      "video " + in_quotes(first.tiktok_video_id) + ": " + in_quotes("@" + first.username);
  const std::string text =
      videos.size() == 1
          ? "1 video has no creator: its strongest row has no username, a weaker one has (" +
                example
          : std::to_string(videos.size()) +
                " videos have no creator: their strongest rows have no username, weaker ones have "
                "(e.g. " +
                example;
  return text + "). The whole strongest row counts; put the username into every row";
}

}  // namespace tidemark::sync
