// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <tidemark/enricher/enricher.hpp>
#include <tidemark/plugin/option.hpp>
#include <tidemark/record/record_traits.hpp>
#include <tidemark/result.hpp>
#include <tidemark/source/data_source.hpp>
#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/metric_snapshot.hpp>
#include <tidemark/videos/row_view.hpp>
#include <tidemark/videos/video_row.hpp>

namespace tidemark::plugin {

namespace detail {

/// FNV-1a, 64 bits: distinguishes layouts; it does not protect against forgery.
constexpr std::uint64_t mix(std::uint64_t hash, std::string_view text) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1'099'511'628'211u;
  }
  return hash;
}

constexpr std::uint64_t mix(std::uint64_t hash, std::size_t number) {
  for (int byte = 0; byte < 8; ++byte) {
    hash ^= number >> (8 * byte) & 0xFF;
    hash *= 1'099'511'628'211u;
  }
  return hash;
}

template <typename T>
constexpr std::string_view type_text() { return __PRETTY_FUNCTION__; }

}  // namespace detail

/// A number that changes with the name, type, size or order of any field of `Record`.
template <record Record>
consteval std::uint64_t fingerprint_of(std::uint64_t hash = 14'695'981'039'346'656'037u) {
  hash = detail::mix(hash, record_traits<Record>::name);
  hash = detail::mix(hash, sizeof(Record));
  for_each_field<Record>([&](auto i) {
    using type = field_t<Record, i>;
    hash = detail::mix(hash, field_names<Record>[i]);
    hash = detail::mix(hash, detail::type_text<type>());
    hash = detail::mix(hash, sizeof(type));
    hash = detail::mix(hash, alignof(type));
  });
  return hash;
}

/// A number that changes with the size or alignment of any of `Types`, and with their order.
template <typename... Types>
consteval std::uint64_t sizes_of(std::uint64_t hash) {
  ((hash = detail::mix(detail::mix(hash, sizeof(Types)), alignof(Types))), ...);
  return hash;
}

/// The fingerprint of the records that cross the plugin boundary, and of the plain structs that
/// cross it with them.
inline constexpr std::uint64_t record_fingerprint =
    sizes_of<error, result<void>, result<std::string>, option_spec, option_value,
             source::fetch_request, source::rejected_row, videos::video_without_thumbnail>(
        fingerprint_of<videos::metric_snapshot>(
            fingerprint_of<videos::creator_video>(
                fingerprint_of<videos::row_view>(fingerprint_of<videos::video_row>()))));

/// Carries a fingerprint in the name of an exported symbol, where it can be read from the file.
template <std::uint64_t Value>
struct fingerprint_mark {
  static const char mark;
};
template <std::uint64_t Value>
const char fingerprint_mark<Value>::mark = 1;

}  // namespace tidemark::plugin
