// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tidemark/record/assign_view.hpp>
#include <tidemark/storage/stored_records.hpp>

namespace tidemark::memory {

/// The fields of a record whose texts no other record shares: all but the id of its video, which
/// its history has, and the name of its run.
template <record Record>
inline constexpr field_mask own_texts = [] {
  field_mask fields;
  for (std::size_t i = 0; i < field_count<Record>; ++i)
    if (field_names<Record>[i] != "tiktok_video_id" && field_names<Record>[i] != "source_run_id")
      fields.add(i);
  return fields;
}();

/// A stored all-time record. Its texts are kept by the storage (kept_texts.hpp).
struct kept_video {
  std::int64_t id = 0;
  videos::creator_video_view record;
  std::string_view username;
  std::optional<std::string> thumbnail_url;
  timestamp inserted_at;
  timestamp updated_at;

  storage::stored_video shown() const {
    return {id, owned<videos::creator_video>(record), std::string(username), thumbnail_url,
            inserted_at, updated_at};
  }
};

/// A stored snapshot. Its texts are kept by the storage (kept_texts.hpp).
struct kept_snapshot {
  std::int64_t id = 0;
  videos::metric_snapshot_view record;
  timestamp inserted_at;
  timestamp updated_at;

  storage::stored_snapshot shown() const {
    return {id, owned<videos::metric_snapshot>(record), inserted_at, updated_at};
  }
};

}  // namespace tidemark::memory
