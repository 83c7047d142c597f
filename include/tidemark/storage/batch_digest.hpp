// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <tidemark/engine/repeatable.hpp>
#include <tidemark/record/field_type.hpp>
#include <tidemark/storage/run_batch.hpp>
#include <tidemark/value/hex.hpp>

/// A run that brings what the brand's last run brought need not be decided again.
namespace tidemark::storage {

/// Whether two batches with equal digests, of which `rules` decide one right after the other, leave
/// nothing to do for the second.
inline bool is_repeatable(const programs& rules) {
  return engine::is_repeatable(rules.creator_videos) && engine::is_repeatable(rules.snapshots);
}

/// Digests everything in `batch` that decides what is stored: the day, each row and its windows,
/// and which rows update all-time records; 32 hexadecimal digits. The order of rows does not count,
/// nor does `source_run_id` where it is `stamped`. XXH3 of 128 bits finds differences; it does not
/// protect against forgery.
inline std::string digest_batch(const run_batch& batch, const programs& rules);

// ------------------------------------------------------------------------------------------------

namespace detail {

/// Raised when equal rows would be decided in another way than before.
inline constexpr std::string_view digest_form = "1";

/// A digest of rows in any order: the sum of theirs.
class row_digests {
 public:
  /// Adds `row` to the digest once for each of `uses`.
  void add(const videos::row_view& row, std::initializer_list<std::int64_t> uses) {
    bytes_.clear();
    for_each_field<videos::row_view>([&](auto i) { put(field<i>(row)); });
    for (const std::int64_t use : uses) {
      const auto one_use = XXH3_128bits_withSeed(bytes_.data(), bytes_.size(),
                                                 static_cast<XXH64_hash_t>(use));
      low_ += one_use.low64;
      high_ += one_use.high64;
    }
  }

  /// The digest of the rows and of `rest`.
  std::string with(std::string_view rest) const {
    std::string all(rest);
    for (const std::uint64_t half : {high_, low_})
      all.append(reinterpret_cast<const char*>(&half), sizeof half);
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(all.data(), all.size()));
    std::string text;
    for (const unsigned char byte : canonical.digest) append_hex(text, byte);
    return text;
  }

 private:
  /// Presence before each value and the length before each text, so that different rows never give
  /// the same bytes.
  template <typename T>
  void put(const T& value) {
    const bool known = is_present(value);
    bytes_ += known ? '\1' : '\0';
    if (!known) return;
    if constexpr (has_order(type_of<T>())) put_number(order_of(value));
    else if constexpr (requires { *value; }) put_text(text_of(*value));
    else put_text(text_of(value));
  }
  void put_number(std::int64_t value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void put_text(std::string_view text) {
    put_number(static_cast<std::int64_t>(text.size()));
    bytes_ += text;
  }
  static std::string_view text_of(std::string_view text) { return text; }
  static std::string_view text_of(const json_view& value) { return value.text; }
  static std::string_view text_of(const tags_view& value) { return value.joined; }

  std::string bytes_;  ///< of the current row
  std::uint64_t low_ = 0, high_ = 0;
};

}  // namespace detail

inline std::string digest_batch(const run_batch& batch, const programs& rules) {
  constexpr std::int64_t as_all_time = 0;  // no window has 0 days
  detail::row_digests digests;
  std::vector<bool> counted(batch.all_time.size());
  for (const auto& window : batch.windows) {
    auto video = window.videos.begin();
    for (const auto& row : window.rows) {
      const std::uint32_t place = *video++;
      if (place != run_batch::no_video && batch.all_time[place] == &row) {
        counted[place] = true;
        digests.add(row, {window.days, as_all_time});
      } else {
        digests.add(row, {window.days});
      }
    }
  }
  for (std::size_t place = 0; place < counted.size(); ++place)
    if (!counted[place]) digests.add(*batch.all_time[place], {as_all_time});

  std::string rest(detail::digest_form);
  const auto put = [&](std::string_view text) { rest.append(text) += '\n'; };
  for (const auto name : field_names<videos::row_view>) put(name);
  put(to_text(batch.snapshot_date));
  constexpr auto run_name = *find_field<videos::metric_snapshot>("source_run_id");
  if (rules.snapshots.rule_of(run_name) != policy::rule::stamped) put(batch.source_run_id);
  return digests.with(rest);
}

}  // namespace tidemark::storage
