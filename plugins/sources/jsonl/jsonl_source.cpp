// SPDX-License-Identifier: BSL-1.0
#include "jsonl_source.hpp"

#include <exception>
#include <string_view>

#include "../file/line_reader.hpp"
#include "../json/line_pipeline.hpp"

namespace tidemark::source {

namespace {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// Reads the file at `path` line by line.
result<void> read_lines(const std::string& path, const videos::row_settings& settings,
                        row_sink& sink) {
  auto lines = line_reader::open(path, [&] { return sink.go_on(); });
  if (!lines) return lines.error();
  line_pipeline rows(settings, sink);
  line one;
  bool any = false;
  while (true) {
    const auto more = lines->next(one);
    if (!more) {
      if (!rows.finish()) return {};  // what came before the fault is delivered all the same
      return more.error();
    }
    if (!*more) break;
    if (!one.too_long && is_blank(one.text)) continue;
    any = true;
    if (!rows.add(one)) return {};
  }
  if (!rows.finish()) return {};
  if (!any) sink.warning(path + ": the file is empty: no rows");
  return {};
}

}  // namespace

result<void> jsonl_source::fetch(const fetch_request& request, row_sink& sink) {
  const std::string path = origin(request);
  try {
    return read_lines(path, {request.brand_id, request.currency, clock_.get()}, sink);
  } catch (const std::exception& problem) {
    return failure(path + ": " + problem.what());
  }
}

}  // namespace tidemark::source
