// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/result.hpp>

namespace tidemark::source {

/// One physical line of a file. Its text lives until the next line is read.
struct line {
  std::string_view text;    ///< without the line feed; the first 64 KiB if it is too long
  std::int64_t number = 0;  ///< from 1
  bool ended = false;       ///< a line feed follows; false for a last line without one
  bool too_long = false;    ///< over `line_reader::line_max` bytes
};

/// Splits a file, or other bytes, into lines, in bounded memory for any length. Lines end with a
/// line feed; a byte order mark before the first line is dropped.
class line_reader {
 public:
  /// The longest line that is kept, in bytes without its line feed or CR LF.
  static constexpr std::size_t line_max = 1024 * 1024;
  /// The number of bytes that are kept of a longer line.
  static constexpr std::size_t head_max = 64 * 1024;
  /// The number of bytes after a line that may be read, with any content: parsers read in blocks.
  static constexpr std::size_t padding = 64;

  /// Opens the file at `path`; errors as byte_stream::open. `go_on` is called repeatedly while the
  /// file is read; once it returns false, reading fails.
  static result<line_reader> open(const std::string& path,
                                  std::function<bool()> go_on = [] { return true; });

  /// Returns the next bytes, at least one, or 0 at the end, like byte_stream::read.
  using byte_source = std::function<result<std::size_t>(char* into, std::size_t size)>;

  /// Splits the output of `bytes`; `name` is used as the path in messages.
  line_reader(std::string name, byte_source bytes, std::function<bool()> go_on);

  /// Reads the next line; false at the end of the file. An error has the kind of the bytes' error;
  /// its message begins with `path:line: ` of the line that could not be read.
  result<bool> next(line& out);

  /// The next `size` bytes, at most `padding`, without taking them; fewer at the end of the file.
  /// They live until the next line is read. Errors: as next.
  result<std::string_view> peek(std::size_t size);

  /// The path, or the name that is used for it in messages.
  const std::string& name() const { return path_; }

  /// The number of bytes from the start of `out.text` that may be read; at least its size and
  /// `padding`, unless it is too long.
  std::size_t readable(const line& out) const {
    return static_cast<std::size_t>(buffer_.data() + buffer_.size() - out.text.data());
  }

 private:
  result<void> fill();
  result<bool> skip_long_line(line& out);
  bool deliver(line& out, std::size_t size, bool ended);

  std::string path_;
  byte_source bytes_;
  std::function<bool()> go_on_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;     // of the line that is read
  std::size_t searched_ = 0;  // no line feed before
  std::size_t end_ = 0;       // of what is read
  bool at_end_ = false;
  std::int64_t number_ = 0;   // of the last line
  std::string head_;          // of a line that is too long
};

}  // namespace tidemark::source
