// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/storage/stored_records.hpp>
#include <tidemark/sync/video_policy.hpp>
#include <tidemark/value/json_writer.hpp>

namespace tidemark::host {

/// What two policies would make of the stored snapshots of a brand, differently.
struct stored_differences {
  /// How a number ends under the second policy, compared with the first.
  struct field {
    std::string_view name;
    std::int64_t videos = 0;  ///< that end differently in this field
    std::int64_t moved = 0;   ///< the sum of all changes without their signs
    std::int64_t net = 0;     ///< the sum of all changes
    bool is_money = false;    ///< in cents
    bool is_number = false;   ///< otherwise `moved` and `net` are 0
  };
  struct video {
    std::string tiktok_video_id;
    std::string_view field;  ///< the one with the largest change
    std::int64_t before = 0, after = 0;
  };
  std::int64_t videos = 0;     ///< that have snapshots
  std::int64_t different = 0;  ///< of these
  std::vector<field> fields;   ///< those that differ, in the order of the record
  std::vector<video> largest;  ///< by the change of money, at most ten
  std::int64_t unread_payloads = 0;  ///< snapshots of which only their own columns are known
};

/// Replays the snapshots of a brand under two policies: each day's are merged as the windows of a
/// run and decided, from nothing on. An estimate, since a snapshot keeps only the last row of its
/// day that changed it: what windows say beyond GMV, views, items, GPM and CTR is read from the
/// stored payload, which may be of a weaker row of that day.
class stored_comparison {
 public:
  /// The policies must outlive this object.
  stored_comparison(const sync::video_policy& a, const sync::video_policy& b,
                    std::int64_t brand_id, const std::string& currency);
  ~stored_comparison();

  /// Adds a snapshot; they come by video, date and window, as `walk_snapshots` visits them.
  void add(const storage::stored_snapshot& stored);

  /// The result; called once, after the last snapshot.
  stored_differences finish();

 private:
  class implementation;
  std::unique_ptr<implementation> work_;
};

void write_text(std::ostream& out, const stored_differences& found);
/// The value of the member `stored`.
void write_json(json_writer& out, const stored_differences& found);

}  // namespace tidemark::host
