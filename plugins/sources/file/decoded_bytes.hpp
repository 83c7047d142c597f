// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <tidemark/result.hpp>

#include "byte_stream.hpp"

namespace tidemark::source {

/// The text of a file as UTF-8, from any encoding. Can be moved, not copied. One thread.
///
/// A byte order mark of UTF-8 or UTF-16 at the start overrides the given encoding, and is not part
/// of the text. Without a mark and an encoding the bytes are passed on unchanged.
class decoded_bytes {
 public:
  /// Error (usage, without an option's name): iconv knows no encoding of this name. An empty name
  /// is fine.
  static result<void> check_encoding(const std::string& name);

  /// Requires: `encoding` passed `check_encoding`.
  decoded_bytes(byte_stream bytes, std::string encoding);
  decoded_bytes(decoded_bytes&&) noexcept;
  decoded_bytes& operator=(decoded_bytes&&) noexcept;
  ~decoded_bytes();

  /// Like byte_stream::read; `size` is at least 4, the longest character. Error also: bytes that
  /// are invalid in the encoding, with their position in the file (after decompression), from 1;
  /// the text before them has been returned by then.
  result<std::size_t> read(char* into, std::size_t size);

 private:
  class converter;

  result<void> begin();

  byte_stream bytes_;
  std::string encoding_;
  bool begun_ = false;
  std::vector<char> head_;     // read ahead for the mark, not returned yet
  std::unique_ptr<converter> converter_;  // nullptr: the bytes are UTF-8
};

}  // namespace tidemark::source
