// SPDX-License-Identifier: BSL-1.0
#include "line_reader.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include <fmt/core.h>

#include "byte_stream.hpp"

namespace tidemark::source {

namespace {

constexpr std::size_t chunk = 256 * 1024;

}  // namespace

line_reader::line_reader(std::string name, byte_source bytes, std::function<bool()> go_on)
    : path_(std::move(name)), bytes_(std::move(bytes)), go_on_(std::move(go_on)),
      buffer_(line_max + chunk + padding) {}

result<line_reader> line_reader::open(const std::string& path, std::function<bool()> go_on) {
  auto bytes = byte_stream::open(path);
  if (!bytes) return bytes.error();
  // Shared, because a std::function must be copyable.
  const auto file = std::make_shared<byte_stream>(std::move(*bytes));
  return line_reader(
      path, [file](char* into, std::size_t size) { return file->read(into, size); },
      std::move(go_on));
}

result<bool> line_reader::next(line& out) {
  while (true) {
    const char* const from = buffer_.data() + searched_;
    if (const void* feed = std::memchr(from, '\n', end_ - searched_)) {
      const auto at = static_cast<std::size_t>(static_cast<const char*>(feed) - buffer_.data());
      return deliver(out, at - begin_, true);
    }
    searched_ = end_;
    if (end_ - begin_ > line_max + 1) return skip_long_line(out);  // 1: a CR may be its last
    if (at_end_) return begin_ != end_ && deliver(out, end_ - begin_, false);
    if (auto filled = fill(); !filled) return filled.error();
  }
}

result<std::string_view> line_reader::peek(std::size_t size) {
  while (end_ - begin_ < size && !at_end_)
    if (auto filled = fill(); !filled) return filled.error();
  return std::string_view(buffer_.data() + begin_, std::min(size, end_ - begin_));
}

result<void> line_reader::fill() {
  if (!go_on_()) return failure(path_ + ": reading was stopped");
  const std::size_t room_end = buffer_.size() - padding;
  if (begin_ > 0 && room_end - end_ < chunk) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    searched_ -= begin_;
    begin_ = 0;
  }
  const auto count = bytes_(buffer_.data() + end_, std::min(chunk, room_end - end_));
  if (!count)
    return error{count.error().kind,
                 fmt::format("{}:{}: {}", path_, number_ + 1, count.error().message)};
  end_ += *count;
  at_end_ = *count == 0;
  return {};
}

/// Drops the rest of a line of which more than line_max bytes have been read.
result<bool> line_reader::skip_long_line(line& out) {
  head_.assign(buffer_.data() + begin_, head_max);
  while (!at_end_) {
    begin_ = searched_ = end_ = 0;
    if (auto filled = fill(); !filled) return filled.error();
    if (const void* feed = std::memchr(buffer_.data(), '\n', end_)) {
      begin_ = static_cast<std::size_t>(static_cast<const char*>(feed) - buffer_.data()) + 1;
      searched_ = begin_;
      out = {head_, ++number_, true, true};
      return true;
    }
  }
  begin_ = searched_ = end_ = 0;
  out = {head_, ++number_, false, true};
  return true;
}

bool line_reader::deliver(line& out, std::size_t size, bool ended) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  std::string_view text(buffer_.data() + begin_, size);
  begin_ = searched_ = begin_ + size + (ended ? 1 : 0);
  if (++number_ == 1 && text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
    if (text.empty() && !ended) return false;  // nothing but the mark
  }
  const std::size_t length = text.size() - (ended && text.ends_with('\r') ? 1 : 0);
  out = {text, number_, ended, length > line_max};
  if (out.too_long) out.text = text.substr(0, head_max);
  return true;
}

}  // namespace tidemark::source
