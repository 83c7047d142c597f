// SPDX-License-Identifier: BSL-1.0
#include "line_block.hpp"

#include <span>
#include <utility>

namespace tidemark::source {

line_block::line_block(videos::row_settings settings) : builder_(std::move(settings)) {}

void line_block::add(const line& added) {
  lines_.push_back({bytes_.size(), added.text.size(), added.number, added.too_long, {}});
  bytes_.insert(bytes_.end(), added.text.begin(), added.text.end());
}

void line_block::read() {
  bytes_.resize(bytes_.size() + line_reader::padding);  // the parser reads in blocks
  rows_.resize(lines_.size());
  for (std::size_t i = 0; i < lines_.size(); ++i) lines_[i].reason = read(lines_[i], rows_[i]);
}

/// The reason to reject the line, or nothing when it became `row`.
std::optional<std::string> line_block::read(const taken_line& taken, videos::row_view& row) {
  if (taken.too_long) return "the line is longer than 1 MiB";
  auto reason = json_.feed(text_of(taken), bytes_.size() - taken.begin, builder_.raw());
  if (reason) {
    builder_.raw().clear();
    return reason;
  }
  reason = builder_.finish(row);
  if (!reason) row = texts_.keep(row);
  return reason;
}

bool line_block::deliver(row_sink& sink) {
  bool go_on = true;
  for (std::size_t i = 0; go_on && i < lines_.size();) {
    taken_line& taken = lines_[i];
    if (taken.reason) {
      go_on = sink.rejected({taken.number, std::move(*taken.reason), std::string(text_of(taken))});
      ++i;
      continue;
    }
    const std::size_t first = i;
    while (i < lines_.size() && !lines_[i].reason) ++i;
    go_on = sink.rows(std::span(rows_).subspan(first, i - first));
  }
  texts_.clear();
  lines_.clear();
  bytes_.clear();
  return go_on;
}

}  // namespace tidemark::source
