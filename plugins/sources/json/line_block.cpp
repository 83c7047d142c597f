// SPDX-License-Identifier: BSL-1.0
#include "line_block.hpp"

#include <utility>

namespace tidemark::source {

line_block::line_block(videos::row_settings settings) : builder_(std::move(settings)) {}

void line_block::add(const line& one) {
  lines_.push_back({bytes_.size(), one.text.size(), one.number, one.too_long, {}});
  bytes_.insert(bytes_.end(), one.text.begin(), one.text.end());
}

void line_block::read() {
  bytes_.resize(bytes_.size() + line_reader::padding);  // the parser reads in blocks
  if (rows_.size() < lines_.size()) rows_.resize(lines_.size());
  for (std::size_t i = 0; i < lines_.size(); ++i) lines_[i].reason = read(lines_[i], rows_[i]);
}

/// The reason to reject the line, or nothing when it became `row`.
std::optional<std::string> line_block::read(const taken_line& one, videos::video_row& row) {
  if (one.too_long) return "the line is longer than 1 MiB";
  auto reason = json_.feed(text_of(one), bytes_.size() - one.begin, builder_.raw());
  if (!reason) return builder_.finish(row);
  builder_.raw().clear();
  return reason;
}

bool line_block::deliver(row_sink& sink) {
  bool go_on = true;
  for (std::size_t i = 0; go_on && i < lines_.size(); ++i) {
    taken_line& one = lines_[i];
    go_on = one.reason ? sink.rejected({one.number, std::move(*one.reason),
                                        std::string(text_of(one))})
                       : sink.row(rows_[i]);
  }
  lines_.clear();
  bytes_.clear();
  return go_on;
}

}  // namespace tidemark::source
