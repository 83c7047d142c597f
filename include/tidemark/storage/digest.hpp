// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <tidemark/record/field_type.hpp>
#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>
#include <tidemark/value/hex.hpp>

namespace tidemark::storage {

/// What a brand's metric tables hold, in 32 hexadecimal digits each.
struct content_digest {
  std::string videos;     ///< of all all-time records
  std::string snapshots;  ///< of all snapshots

  bool operator==(const content_digest&) const = default;
};

/// Digests what `from` stores for `brand_id`: equal contents have equal digests on every storage.
///
/// Included: every field of the records, the creator by username instead of by id, the thumbnail,
/// and whether a snapshot is attributed to an all-time record. Not included, because equal contents
/// may differ in them: ids, `inserted_at`, `updated_at` and `source_run_id`. XXH3 of 128 bits finds
/// differences; it does not protect against forgery. Holds one row in memory at a time.
inline result<content_digest> digest_brand(backend& from, std::int64_t brand_id);

// ------------------------------------------------------------------------------------------------

namespace detail {

/// A running digest of values. Each is preceded by its presence, texts by their length, so that two
/// different lists of values never give the same bytes.
class digester {
 public:
  digester() { XXH3_128bits_reset(&state_); }
  digester(const digester&) = delete;
  digester& operator=(const digester&) = delete;

  template <typename T>
  void add(const T& value) {
    add_number(is_present(value) ? 1 : 0);
    if (!is_present(value)) return;
    if constexpr (has_order(type_of<T>())) add_number(order_of(value));
    else if constexpr (requires { *value; }) add_content(*value);
    else add_content(value);
  }

  std::string hex() const {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state_));
    std::string text;
    for (const unsigned char byte : canonical.digest) append_hex(text, byte);
    return text;
  }

 private:
  void add_number(std::int64_t value) {
    unsigned char bytes[8];
    for (int i = 0; i < 8; ++i)
      bytes[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(value) >> (8 * i));
    XXH3_128bits_update(&state_, bytes, sizeof bytes);
  }
  void add_content(std::string_view text) {
    add_number(static_cast<std::int64_t>(text.size()));
    XXH3_128bits_update(&state_, text.data(), text.size());
  }
  void add_content(const json& value) { add_content(std::string_view(value.text)); }
  void add_content(const tags& list) {
    add_number(static_cast<std::int64_t>(list.size()));
    for (const auto& tag : list) add_content(std::string_view(tag));
  }

  XXH3_state_t state_;
};

inline void digest_video(digester& digest, const stored_video& video) {
  for_each_field<videos::creator_video>([&](auto i) {
    if constexpr (field_names<videos::creator_video>[i] == "creator_id") digest.add(video.username);
    else digest.add(field<i>(video.record));
  });
  digest.add(video.thumbnail_url);
}

inline void digest_snapshot(digester& digest, const stored_snapshot& snapshot) {
  for_each_field<videos::metric_snapshot>([&](auto i) {
    constexpr auto name = field_names<videos::metric_snapshot>[i];
    if constexpr (name == "creator_video_id")
      digest.add(std::int64_t{snapshot.record.creator_video_id.has_value()});
    else if constexpr (name != "source_run_id") digest.add(field<i>(snapshot.record));
  });
}

}  // namespace detail

inline result<content_digest> digest_brand(backend& from, std::int64_t brand_id) {
  detail::digester videos;
  const auto walked = from.walk_videos(brand_id, [&](const stored_video& video) {
    detail::digest_video(videos, video);
    return true;
  });
  if (!walked) return walked.error();
  detail::digester snapshots;
  const auto walked_on = from.walk_snapshots(brand_id, {}, [&](const stored_snapshot& snapshot) {
    detail::digest_snapshot(snapshots, snapshot);
    return true;
  });
  if (!walked_on) return walked_on.error();
  return content_digest{videos.hex(), snapshots.hex()};
}

}  // namespace tidemark::storage
