// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <tidemark/storage/planned_change.hpp>
#include <tidemark/storage/run_batch.hpp>

namespace tidemark::host {

/// What a plan changes, for people, in bounded memory: the cells of each field by rule and verdict,
/// those that do not change too if the plan has them, and the videos of which the most GMV moves.
class plan_summary {
 public:
  explicit plan_summary(const storage::programs& rules) : rules_(rules) {}

  void add(const storage::planned_change& change);

  /// Tables; nothing where nothing changes.
  void write(std::ostream& out) const;

 private:
  static constexpr std::size_t videos_max = 20;

  struct moved_cells {
    std::int64_t cells = 0;
    std::optional<std::int64_t> cents = 0;  ///< nothing: the sum does not fit
    bool of_money = false;
  };
  struct moved_video {
    std::uint64_t distance = 0;  ///< of the GMV before and after
    std::string tiktok_video_id;
    std::optional<std::int64_t> before;
    std::int64_t after = 0;

    /// The farthest first, then by id.
    bool operator<(const moved_video& other) const {
      return distance != other.distance ? distance > other.distance
                                        : tiktok_video_id < other.tiktok_video_id;
    }
  };

  void add_cell(const storage::planned_change& change, const storage::field_change& field);
  void add_refused(const storage::planned_change& change, const storage::field_change& field);
  void add_video(const storage::planned_change& change, const storage::field_change& gmv);

  const storage::programs& rules_;
  /// By record, as they come, then by field, rule and verdict.
  std::map<std::tuple<std::size_t, std::string_view, std::string_view, std::string>, moved_cells>
      cells_;
  std::vector<std::string_view> records_;
  std::set<moved_video> videos_;
};

}  // namespace tidemark::host
