// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include <tidemark/result.hpp>

namespace tidemark::source {

/// The bytes of one regular file, decompressed if its name ends in `.gz`. Can be moved, not copied.
class byte_stream {
 public:
  /// Opens the file at `path`. Error: it is missing, a directory, a pipe or device, or unreadable;
  /// the message begins with the path. Never waits for a writer.
  static result<byte_stream> open(const std::string& path);

  byte_stream(byte_stream&&) noexcept;
  byte_stream& operator=(byte_stream&&) noexcept;
  ~byte_stream();

  /// Fills `into` with up to `size` (at least 1) bytes and returns how many; 0 is the end.
  ///
  /// Zero bytes after the last gzip member are padding, and skipped.
  ///
  /// Error: the file cannot be read, is not gzip data, ends or is damaged inside it, or continues
  /// after it with other bytes; the message is without the path, which the reader of lines adds
  /// with the line.
  result<std::size_t> read(char* into, std::size_t size);

 private:
  class gzip;

  explicit byte_stream(int descriptor);
  result<std::size_t> read_file(char* into, std::size_t size);

  int descriptor_ = -1;
  bool started_ = false;
  std::unique_ptr<gzip> gzip_;  // nullptr: the file's own bytes
};

}  // namespace tidemark::source
