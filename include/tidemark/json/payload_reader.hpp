// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/json/json_row_reader.hpp>
#include <tidemark/value/json.hpp>
#include <tidemark/videos/row_builder.hpp>
#include <tidemark/videos/video_row.hpp>

namespace tidemark::videos {

/// Makes rows of stored payloads (plugins/sources/README.md, "The stored payload"): the rows that
/// sources once delivered. Keeps its buffers from payload to payload. One thread.
class payload_reader {
 public:
  /// `settings` are those of the run that stored the payloads: its brand and currency. A time in a
  /// payload has its offset, so the clock is not needed.
  explicit payload_reader(row_settings settings) : builder_(std::move(settings)) {}

  /// Adds the rows of `payload` to `rows`: one, or, of a payload `{"parts":[...]}`, one for each
  /// part that has a payload, in their order. Returns the reason why it cannot be read, naming the
  /// raw field; `rows` is as it was then.
  std::optional<std::string> read(const json& payload, std::vector<video_row>& rows);

 private:
  std::optional<std::string> read_row(std::string_view text, std::vector<video_row>& rows);

  json_row_reader reader_;
  row_builder builder_;
  simdjson::ondemand::parser parts_;
  std::string buffer_;
};

// ---------------------------------------------------------------------------------------------

namespace detail {

/// The texts of the parts of `payload`, without those that are null; nothing if it is not made of
/// parts.
inline std::optional<std::vector<std::string>> parts_of(simdjson::ondemand::parser& parser,
                                                        const std::string& payload) {
  if (!payload.starts_with("{\"parts\":[")) return std::nullopt;
  const simdjson::padded_string padded(payload);
  simdjson::ondemand::document document;
  simdjson::ondemand::object members;
  if (parser.iterate(padded).get(document) || document.get_object().get(members))
    return std::nullopt;
  std::vector<std::string> texts;
  for (auto member : members) {
    simdjson::ondemand::array parts;
    std::string_view name;
    if (member.unescaped_key().get(name) || name != "parts" ||
        member.value().get_array().get(parts))
      return std::nullopt;  // a row that has such a member
    for (auto part : parts) {
      std::string_view text;
      if (simdjson::to_json_string(part).get(text)) return std::nullopt;
      if (text != "null") texts.emplace_back(text);
    }
  }
  return texts;
}

}  // namespace detail

inline std::optional<std::string> payload_reader::read(const json& payload,
                                                       std::vector<video_row>& rows) {
  const auto parts = detail::parts_of(parts_, payload.text);
  if (!parts) return read_row(payload.text, rows);
  const auto count = rows.size();
  for (const auto& part : *parts)
    if (auto reason = read_row(part, rows)) {
      rows.resize(count);
      return reason;
    }
  return std::nullopt;
}

inline std::optional<std::string> payload_reader::read_row(std::string_view text,
                                                           std::vector<video_row>& rows) {
  constexpr std::size_t readable_more = 64;
  buffer_.assign(text);
  buffer_.append(readable_more, ' ');
  video_row row;
  auto reason = reader_.feed({buffer_.data(), text.size()}, buffer_.size(), builder_.raw());
  if (reason) builder_.raw().clear();
  else reason = builder_.finish(row);
  if (!reason) rows.push_back(std::move(row));
  return reason;
}

}  // namespace tidemark::videos
