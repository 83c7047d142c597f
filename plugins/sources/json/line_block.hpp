// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/json/json_row_reader.hpp>
#include <tidemark/source/data_source.hpp>
#include <tidemark/videos/row_builder.hpp>
#include <tidemark/videos/row_keeper.hpp>

#include "../file/line_reader.hpp"

namespace tidemark::source {

/// Some lines of JSON, and the rows that they become: `add` lines until it is `full`, `read` them,
/// `deliver` the outcome, and again from the start, with the same buffers. One thread at a time.
class line_block {
 public:
  explicit line_block(videos::row_settings settings);

  /// Takes a copy of a line. After `deliver`, the first of the next block.
  void add(const line& added);

  /// Whether enough lines have come together to be worth a hand-over.
  bool full() const { return lines_.size() == lines_max || bytes_.size() >= bytes_max; }

  bool empty() const { return lines_.empty(); }

  /// Turns every line into a row, or into a reason to reject it.
  void read();

  /// Hands all to `sink`, in the order of the lines, and forgets it. False: the sink wants no more.
  bool deliver(row_sink& sink);

  /// The keys that rows had so far; see videos::row_builder.
  const auto& delivered_keys() const { return builder_.delivered_keys(); }

 private:
  // So many that the hand-over costs nothing beside the work, so few that all stays in a cache.
  static constexpr std::size_t lines_max = 256;
  static constexpr std::size_t bytes_max = 128 * 1024;

  struct taken_line {
    std::size_t begin = 0, size = 0;  ///< in bytes_
    std::int64_t number = 0;
    bool too_long = false;
    std::optional<std::string> reason;
  };
  std::string_view text_of(const taken_line& taken) const {
    return {&bytes_[taken.begin], taken.size};
  }
  std::optional<std::string> read(const taken_line& taken, videos::row_view& row);

  std::vector<char> bytes_;
  std::vector<taken_line> lines_;
  std::vector<videos::row_view> rows_;   // by line
  videos::row_keeper texts_;             // of the rows
  videos::json_row_reader json_;
  videos::row_builder builder_;
};

}  // namespace tidemark::source
