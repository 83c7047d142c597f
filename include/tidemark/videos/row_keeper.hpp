// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/videos/row_view.hpp>

namespace tidemark::videos {

/// Keeps the texts of rows, each row's together, in large blocks that are freed as a whole: no text
/// is allocated by itself. One thread. What `keep` returned is valid until the keeper is destroyed
/// or cleared; it survives a move of the keeper.
class row_keeper {
 public:
  /// `row` with its own copy of the texts.
  row_view keep(const row_view& row) {
    row_view kept = row;
    char* to = allocate(size_of(row));
    for_each_text(kept, [&](std::string_view& text) {
      if (!text.empty()) std::memcpy(to, text.data(), text.size());
      text = {to, text.size()};
      to += text.size();
    });
    return kept;
  }

  /// The texts one after the other, as one.
  std::string_view join(std::span<const std::string_view> texts) {
    std::size_t size = 0;
    for (const auto text : texts) size += text.size();
    char* const begin = allocate(size);
    char* to = begin;
    for (const auto text : texts) to = std::copy(text.begin(), text.end(), to);
    return {begin, size};
  }

  /// Notes that `row`, which `keep` returned, is not used any more.
  void drop(const row_view& row) { dropped_ += size_of(row); }

  /// Whether most of the memory holds what was dropped.
  bool is_wasteful() const { return dropped_ > kept_ / 2 + 16 * block_size; }

  /// Forgets all rows, and keeps one block for the next ones.
  void clear() {
    if (blocks_.size() > 1) blocks_.erase(blocks_.begin(), blocks_.end() - 1);
    if (!blocks_.empty()) use(blocks_.front());
    kept_ = dropped_ = 0;
  }

 private:
  static constexpr std::size_t block_size = std::size_t{1} << 20;

  /// Calls `use(text)` for every text of `row`, which may change it.
  template <typename Row, typename Use>
  static void for_each_text(Row& row, Use use) {
    for_each_field<row_view>([&](auto i) {
      auto& value = field<i>(row);
      using type = field_t<row_view, i>;
      if constexpr (std::same_as<type, std::string_view>) use(value);
      else if constexpr (type_of<type>() == field_type::text) { if (value) use(*value); }
      else if constexpr (type_of<type>() == field_type::texts) { if (value) use(value->joined); }
      else if constexpr (type_of<type>() == field_type::json) { if (value) use(value->text); }
    });
  }

  static std::size_t size_of(const row_view& row) {
    std::size_t size = 0;
    for_each_text(row, [&](std::string_view text) { size += text.size(); });
    return size;
  }

  char* allocate(std::size_t size) {
    kept_ += size;
    if (static_cast<std::size_t>(end_ - next_) < size) add_block(size);
    return std::exchange(next_, next_ + size);
  }

  void add_block(std::size_t size) {
    const std::size_t room = size > block_size ? size : block_size;
    use(blocks_.emplace_back(std::make_unique_for_overwrite<char[]>(room), room));
  }

  struct block {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };
  void use(const block& last) {
    next_ = last.bytes.get();
    end_ = next_ + last.size;
  }

  std::vector<block> blocks_;
  char* next_ = nullptr;  ///< in the last block
  char* end_ = nullptr;
  std::size_t kept_ = 0;     ///< bytes, those dropped included
  std::size_t dropped_ = 0;
};

}  // namespace tidemark::videos
