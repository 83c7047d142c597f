// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <tidemark/source/data_source.hpp>
#include <tidemark/videos/row_keeper.hpp>

namespace tidemark::source {

/// The rows of a file that has one for each video and product, held until its end and then
/// delivered product by product, each a part of the window. Memory grows with the rows. One thread.
class product_parts {
 public:
  explicit product_parts(videos::added_fields added) : added_(added) {}

  /// Takes a copy of `row`, which belongs to `product`; rows without a product are a separate part.
  void add(std::string_view product, const videos::row_view& row) {
    const auto [place, is_new] = numbers_.try_emplace(std::string(product), parts_.size());
    if (is_new) parts_.emplace_back();
    parts_[place->second].push_back(texts_.keep(row));
  }

  /// Delivers all rows: products, and the rows of each, in the order of the file. False: the sink
  /// asked to stop. To be called once, last.
  bool deliver(row_sink& sink) {
    for (auto& part : parts_) {
      sink.begin_part(added_);
      if (!sink.rows(part)) return false;
    }
    return true;
  }

 private:
  videos::added_fields added_;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::deque<std::vector<videos::row_view>> parts_;
  videos::row_keeper texts_;
};

}  // namespace tidemark::source
