// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <tidemark/videos/row_raw.hpp>

namespace tidemark::source {

/// Reads one row, a JSON object, at a time. Keeps its buffers from row to row. One thread.
class json_row_reader {
 public:
  json_row_reader();
  ~json_row_reader();

  /// Feeds every member of the JSON object `text` to `row`, which must be clear.
  ///
  /// Requires: `readable` bytes can be read from the start of `text` on, at least 64 more than it
  /// has. What was fed refers to `text` and to this reader: use it before the next call.
  /// Returns the reason to reject the row, if `text` is not exactly one object in valid JSON, holds
  /// a lone surrogate, or is nested too deep; `row` is then to be cleared.
  std::optional<std::string> feed(std::string_view text, std::size_t readable,
                                  videos::raw_row& row);

 private:
  struct parser;
  std::unique_ptr<parser> parser_;
};

}  // namespace tidemark::source
