// SPDX-License-Identifier: BSL-1.0
#include "rewindable_lines.hpp"

namespace tidemark::source {

result<bool> rewindable_lines::next(line& out) {
  if (next_ < index_.size()) {
    out = view(index_[next_++]);
    return true;
  }
  if (!marking_ && !index_.empty()) {
    index_.clear();
    kept_.clear();
    next_ = 0;
  }
  const auto more = lines_.next(out);
  if (!more || !*more || !marking_) return more;
  keep(out);
  out = view(index_.back());
  return true;
}

void rewindable_lines::keep(const line& given) {
  // The lines before the mark are dropped once they are the larger part: each byte moves seldom.
  const std::size_t before = first_ < index_.size() ? index_[first_].offset : kept_.size();
  if (before > kept_.size() / 2) {
    kept_.erase(0, before);
    index_.erase(index_.begin(), index_.begin() + static_cast<std::ptrdiff_t>(first_));
    for (auto& later : index_) later.offset -= before;
    first_ = 0;
  }
  index_.push_back({kept_.size(), given.text.size(), given.number, given.ended, given.too_long});
  kept_.append(given.text).append(1, '\n');
  next_ = index_.size();
}

void rewindable_lines::mark(const line& first) {
  marking_ = true;
  if (next_ > 0) {  // it is already kept, from a record that was abandoned
    first_ = next_ - 1;
    return;
  }
  first_ = 0;
  keep(first);
}

void rewindable_lines::rewind() {
  next_ = first_ + 1;
  marking_ = false;
}

void rewindable_lines::release() { marking_ = false; }

std::string_view rewindable_lines::marked() const {
  const std::size_t from = index_[first_].offset;
  const kept_line& last = index_[next_ - 1];
  return std::string_view(kept_).substr(from, last.offset + last.size - from);
}

}  // namespace tidemark::source
