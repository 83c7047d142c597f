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
  std::string_view text;    ///< without the line feed; the first 64 KiB when it is too long
  std::int64_t number = 0;  ///< from 1
  bool ended = false;       ///< a line feed follows; false for a last line without one
  bool too_long = false;    ///< over `line_reader::line_max` bytes
};

/// Cuts a file, or other bytes, into lines, in bounded memory however long they are. Lines end with
/// a line feed; a byte order mark before the first line is dropped.
class line_reader {
 public:
  /// The longest line that is kept, in bytes without its line feed or CR LF (SPEC section 2).
  static constexpr std::size_t line_max = 1024 * 1024;
  /// How much is kept of a longer one.
  static constexpr std::size_t head_max = 64 * 1024;
  /// How many bytes after a line may be read, whatever they hold: parsers read in blocks.
  static constexpr std::size_t padding = 64;

  /// Opens the file at `path`; errors as byte_stream::open. `go_on` is asked again and again while
  /// the file is read; once it says no, reading fails.
  static result<line_reader> open(const std::string& path,
                                  std::function<bool()> go_on = [] { return true; });

  /// Gives the next bytes, at least one, or 0 at the end, as byte_stream::read.
  using byte_source = std::function<result<std::size_t>(char* into, std::size_t size)>;

  /// Cuts what `bytes` gives; `name` stands for the path in messages.
  line_reader(std::string name, byte_source bytes, std::function<bool()> go_on);

  /// Reads the next line; false at the end of the file. An error is of the kind that the bytes'
  /// error has; its message begins with `path:line: `, where `line` could not be read.
  result<bool> next(line& out);

  /// The next `size` bytes, at most `padding`, without taking them; fewer at the end of the file.
  /// They live until the next line is read. Errors: as next.
  result<std::string_view> peek(std::size_t size);

  /// The path, or what stands for it in messages.
  const std::string& name() const { return path_; }

  /// How many bytes from the start of `out.text` on may be read; at least its size and `padding`,
  /// unless it is too long.
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
