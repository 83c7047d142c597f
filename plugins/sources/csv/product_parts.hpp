// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <tidemark/source/data_source.hpp>

namespace tidemark::source {

/// The rows of a file that has one for each video and product, held until its end and then
/// delivered product by product, each a part of the window. Memory grows with the rows. One thread.
class product_parts {
 public:
  explicit product_parts(videos::added_fields added) : added_(added) {}

  /// Takes the content of `row`, which belongs to `product`; rows without one are a part of their
  /// own.
  void add(std::string_view product, videos::video_row& row) {
    const auto [place, is_new] = numbers_.try_emplace(std::string(product), parts_.size());
    if (is_new) parts_.emplace_back();
    parts_[place->second].push_back(std::exchange(row, {}));
  }

  /// Delivers all rows: products in the order in which they came, and so the rows of each. False:
  /// the sink wants no more. To be called once, last.
  bool deliver(row_sink& sink) {
    for (auto& part : parts_) {
      sink.begin_part(added_);
      for (auto& row : part)
        if (!sink.row(row)) return false;
      part = {};
    }
    return true;
  }

 private:
  videos::added_fields added_;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::deque<std::vector<videos::video_row>> parts_;
};

}  // namespace tidemark::source
