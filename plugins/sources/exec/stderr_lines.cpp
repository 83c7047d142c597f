// SPDX-License-Identifier: BSL-1.0
#include "stderr_lines.hpp"

#include <algorithm>

namespace tidemark::source {

void stderr_lines::add(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    line_ += bytes.substr(0, std::min(end, bytes_max - std::min(bytes_max, line_.size())));
    if (end == bytes.size()) return;
    end_line();
    bytes.remove_prefix(end + 1);
  }
}

void stderr_lines::finish() { end_line(); }

void stderr_lines::end_line() {
  if (line_.ends_with('\r')) line_.pop_back();
  if (!line_.empty()) {
    if (passed_ < passed_max) pass_on_(line_);
    if (passed_ == passed_max) pass_on_("it wrote more than this; the rest is left out");
    passed_ = std::min(passed_ + 1, passed_max + 1);
    last_.push_back(std::move(line_));
    if (last_.size() > kept_max) last_.pop_front();
  }
  line_.clear();
}

std::string stderr_lines::last_words() const {
  std::string text;
  for (const auto& line : last_) text += (text.empty() ? ": " : " | ") + line;
  return text;
}

}  // namespace tidemark::source
