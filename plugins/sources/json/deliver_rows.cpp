// SPDX-License-Identifier: BSL-1.0
#include "deliver_rows.hpp"

#include <algorithm>
#include <string_view>

#include "line_pipeline.hpp"
#include "report_keys.hpp"

namespace tidemark::source {

namespace {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

result<std::size_t> deliver_rows(line_reader& lines, const videos::row_settings& settings,
                                 row_sink& sink) {
  line_pipeline rows(settings, sink);
  line current;
  std::size_t count = 0;
  bool wanted = true;
  while (wanted) {
    const auto more = lines.next(current);
    if (!more) {
      // What came before the fault is delivered all the same.
      if (!rows.finish()) return std::max<std::size_t>(count, 1);
      return more.error();
    }
    if (!*more) break;
    if (!current.too_long && is_blank(current.text)) continue;
    ++count;
    wanted = rows.add(current);
  }
  if (wanted) static_cast<void>(rows.finish());  // whether it is told to stop is all the same now
  if (wanted) report_keys(lines.name(), rows.delivered_keys(), sink);
  return count;
}

}  // namespace tidemark::source
