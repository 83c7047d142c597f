// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/result.hpp>

#include "../file/line_reader.hpp"

namespace tidemark::source {

/// The lines of a file, some of which may be read again: a CSV record whose quote is never closed
/// takes the lines after it, until it is abandoned and they are read again.
///
/// Lines are copied only between `mark` and `release`. A line's text lives until the next call.
class rewindable_lines {
 public:
  explicit rewindable_lines(line_reader lines) : lines_(std::move(lines)) {}

  /// Like line_reader::next.
  result<bool> next(line& out);

  /// Keeps `first`, the line that was read last, and everything that is read from now on.
  void mark(const line& first);

  /// Goes back to the line after the marked one, and ends the mark.
  void rewind();

  /// Ends the mark: what was read since is not needed any more.
  void release();

  /// What was read since the mark, with the line feeds between the lines; valid until the next
  /// call.
  std::string_view marked() const;

 private:
  struct kept_line {
    std::size_t offset = 0;  // in kept_
    std::size_t size = 0;
    std::int64_t number = 0;
    bool ended = false;
    bool too_long = false;
  };

  void keep(const line& given);
  line view(const kept_line& kept) const {
    return {{kept_.data() + kept.offset, kept.size}, kept.number, kept.ended, kept.too_long};
  }

  line_reader lines_;
  std::string kept_;
  std::vector<kept_line> index_;
  std::size_t first_ = 0;  // in index_: the marked line
  std::size_t next_ = 0;   // in index_: the line to read next; at its end: from the file
  bool marking_ = false;
};

}  // namespace tidemark::source
