// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include <tidemark/videos/video_row.hpp>

namespace tidemark::contract {

/// Writes a row as a sentence: `seen("7535").by("anna").gmv(100)`. Fields that it does not mention
/// are missing.
class seen {
 public:
  explicit seen(std::string tiktok_video_id) { row_.tiktok_video_id = std::move(tiktok_video_id); }

  seen& by(std::string username) { return set(row_.username, std::move(username)); }
  seen& title(std::string text) { return set(row_.title, std::move(text)); }
  seen& posted(const char* wall_time) {
    row_.posted_at = parse_wall_time(wall_time).value();
    return *this;
  }
  seen& gmv(std::int64_t cents) { return set(row_.gmv_cents, cents); }
  seen& gpm(std::int64_t cents) { return set(row_.gpm_cents, cents); }
  seen& commission(std::int64_t cents) { return set(row_.est_commission_cents, cents); }
  seen& views(std::int64_t count) { return set(row_.views, count); }
  seen& items(std::int64_t count) { return set(row_.items_sold, count); }
  seen& orders(std::int64_t count) { return set(row_.affiliate_orders, count); }
  seen& likes(std::int64_t count) { return set(row_.likes, count); }
  seen& comments(std::int64_t count) { return set(row_.comments, count); }
  seen& shares(std::int64_t count) { return set(row_.shares, count); }
  seen& ctr(std::int64_t units) { return set(row_.ctr, percent{units}); }  ///< 0.0001 %
  seen& duration(std::int64_t seconds) { return set(row_.duration, seconds); }
  seen& hash_tags(tags list) { return set(row_.hash_tags, std::move(list)); }
  seen& payload(std::string text) { return set(row_.raw_payload, json{std::move(text)}); }

  const videos::video_row& row() const { return row_; }

 private:
  template <typename Field, typename Value>
  seen& set(Field& field, Value value) {
    field = std::move(value);
    return *this;
  }

  videos::video_row row_;
};

}  // namespace tidemark::contract
