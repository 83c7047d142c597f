// SPDX-License-Identifier: BSL-1.0
#include "jsonl_source.hpp"

#include <exception>
#include <optional>
#include <string_view>

#include <tidemark/videos/row_builder.hpp>

#include "../file/line_reader.hpp"
#include "../json/json_row_reader.hpp"

namespace tidemark::source {

namespace {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// Reads the file at `path` line by line.
result<void> read_lines(const std::string& path, videos::row_builder& rows, row_sink& sink) {
  auto lines = line_reader::open(path);
  if (!lines) return lines.error();
  json_row_reader json;
  videos::video_row row;
  line one;
  bool any = false;
  while (true) {
    const auto more = lines->next(one);
    if (!more) return more.error();
    if (!*more) break;
    std::optional<std::string> reason;
    if (one.too_long) {
      reason = "the line is longer than 1 MiB";
    } else if (is_blank(one.text)) {
      continue;
    } else {
      reason = json.feed(one.text, lines->readable(one), rows.raw());
      if (!reason) reason = rows.finish(row);
    }
    any = true;
    if (reason) {
      rows.raw().clear();
      if (!sink.rejected({one.number, std::move(*reason), std::string(one.text)})) return {};
    } else if (!sink.row(row)) {
      return {};
    }
  }
  if (!any) sink.warning(path + ": the file is empty: no rows");
  return {};
}

}  // namespace

result<void> jsonl_source::fetch(const fetch_request& request, row_sink& sink) {
  const std::string path = origin(request);
  try {
    videos::row_builder rows({request.brand_id, request.currency, clock_.get()});
    return read_lines(path, rows, sink);
  } catch (const std::exception& problem) {
    return failure(path + ": " + problem.what());
  }
}

}  // namespace tidemark::source
