// SPDX-License-Identifier: BSL-1.0
#include "recording_sink.hpp"

#include <string_view>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <boost/json/parse.hpp>
#include <fmt/core.h>

#include <tidemark/record/field_text.hpp>
#include <tidemark/record/fields.hpp>
#include <tidemark/value/utf8.hpp>

namespace tidemark::host {

namespace {

std::uint64_t hash_of(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

/// All fields with their lengths, so that different rows have different texts.
std::string whole_text(const videos::video_row& row) {
  std::string text;
  for_each_field<videos::video_row>([&](auto i) {
    const auto value = field_text(field<i>(row));
    text += value ? std::to_string(value->size()) + ":" + *value : std::string("-");
  });
  return text;
}

std::optional<std::string> text_fault(const videos::video_row& row) {
  std::optional<std::string> fault;
  for_each_field<videos::video_row>([&](auto i) {
    const auto value = field_text(field<i>(row));
    if (!fault && value && !is_storable(*value))
      fault = fmt::format("{} is not UTF-8, or holds a NUL", field_names<videos::video_row>[i]);
  });
  return fault;
}

bool is_json_object(const std::string& text) {
  boost::system::error_code wrong;
  const auto document = boost::json::parse(text, wrong);
  return !wrong && document.is_object();
}

}  // namespace

std::optional<std::string> row_fault(const videos::video_row& row,
                                     const source::fetch_request& request) {
  constexpr std::size_t id_bytes_max = 1024;
  const auto& id = row.tiktok_video_id;
  if (row.brand_id != request.brand_id)
    return fmt::format("brand_id is {}, asked for {}", row.brand_id, request.brand_id);
  if (id.empty()) return "tiktok_video_id is empty";
  if (id.size() > id_bytes_max) return "tiktok_video_id is longer than 1,024 bytes";
  if (auto fault = text_fault(row)) return fault;
  if (row.username && row.username->empty()) return "username is empty; leave it missing";
  if (row.username)
    for (const char c : *row.username)
      if (c >= 'A' && c <= 'Z')
        return fmt::format("username {} has capital letters", in_quotes(*row.username));
  if (row.ctr && (row.ctr->units > percent::units_max || row.ctr->units < -percent::units_max))
    return "ctr does not fit NUMERIC(9,4)";
  if (row.raw_payload && !is_json_object(row.raw_payload->text))
    return "raw_payload is not a JSON object";
  return std::nullopt;
}

bool recording_sink::row(videos::video_row& row) {
  if (auto fault = row_fault(row, request_); fault && !bad_row)
    bad_row = fmt::format("row {}: {}; make rows with videos::row_builder",
                          in_quotes(row.tiktok_video_id), *fault);
  const auto hash = hash_of(whole_text(row));
  const bool go_on = take(hash, in_quotes(row.tiktok_video_id));
  row = {};  // a receiver may move from the row: the source must not use it again
  row.title = "unspecified";
  return go_on;
}

bool recording_sink::rejected(source::rejected_row row) {
  const std::string position = std::to_string(row.position);
  if (row.reason.empty() && !bad_row)
    bad_row = fmt::format("the reject at position {} has no reason", position);
  return take(hash_of(position + "|" + row.reason + "|" + row.raw), "reject at " + position);
}

bool recording_sink::take(std::uint64_t hash, std::string label) {
  if (busy_.exchange(true)) ++overlapping;
  if (ended_) {
    ++after_end;
  } else if (stopped()) {
    ++after_stop;
  } else {
    delivered.push_back({hash, std::move(label)});
    if (++count_ == stop_at_) stop();
  }
  busy_ = false;
  return go_on();
}

}  // namespace tidemark::host
