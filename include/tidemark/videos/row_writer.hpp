// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/value/json.hpp>

namespace tidemark::videos {

/// Where the canonical form of a row is put together: a buffer that is kept from row to row, and is
/// copied once, in its exact size.
class row_writer {
 public:
  void clear() { size_ = 0; }

  void append(char c) {
    reserve(1);
    buffer_[size_++] = c;
  }

  void append(std::string_view text) {
    if (text.empty()) return;
    reserve(text.size());
    std::memcpy(buffer_.data() + size_, text.data(), text.size());
    size_ += text.size();
  }

  /// A JSON string of `text`; `plain` is what `scan_text` said of it.
  void append_quoted(std::string_view text, bool plain) {
    if (!plain) {
      escaped_.clear();
      append_json_string(escaped_, text);
      return append(escaped_);
    }
    reserve(text.size() + 2);
    buffer_[size_] = '"';
    if (!text.empty()) std::memcpy(buffer_.data() + size_ + 1, text.data(), text.size());
    size_ += text.size() + 2;
    buffer_[size_ - 1] = '"';
  }

  /// What was written since `clear`; valid until the next write.
  std::string_view text() const { return {buffer_.data(), size_}; }

 private:
  void reserve(std::size_t more) {
    if (buffer_.size() - size_ < more) buffer_.resize(std::max(2 * buffer_.size(), size_ + more));
  }

  std::vector<char> buffer_ = std::vector<char>(1024);
  std::size_t size_ = 0;
  std::string escaped_;
};

}  // namespace tidemark::videos
