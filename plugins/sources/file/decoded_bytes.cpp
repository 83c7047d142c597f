// SPDX-License-Identifier: BSL-1.0
#include "decoded_bytes.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

#include <iconv.h>

#include <fmt/core.h>

#include <tidemark/value/ascii.hpp>
#include <tidemark/value/utf8.hpp>

#include "text_encoding.hpp"

namespace tidemark::source {

namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

const iconv_t no_conversion = reinterpret_cast<iconv_t>(-1);

bool is_utf8(const std::string& name) {
  const std::string lower = ascii_lower(name);
  return lower.empty() || lower == "utf-8" || lower == "utf8";
}

}  // namespace

/// Converts bytes of one encoding to UTF-8, piece by piece.
class decoded_bytes::converter {
 public:
  /// `position`: the number of bytes of the file before those that are added.
  converter(const std::string& encoding, std::uint64_t position)
      : encoding_(encoding), state_(::iconv_open("UTF-8", encoding.c_str())), input_(64 * 1024),
        taken_(position) {
    if (state_ == no_conversion)  // the name was checked before
      throw std::system_error(errno, std::generic_category(), "iconv cannot read " + encoding);
  }
  converter(const converter&) = delete;
  converter& operator=(const converter&) = delete;
  ~converter() { ::iconv_close(state_); }

  /// Takes bytes that were read before; fewer than the buffer's size.
  void add(std::string_view bytes) {
    std::memcpy(input_.data() + end_, bytes.data(), bytes.size());
    end_ += bytes.size();
  }

  result<std::size_t> read(char* into, std::size_t size, byte_stream& bytes) {
    while (true) {
      char* out = into;
      std::size_t room = size;
      char* in = input_.data() + begin_;
      std::size_t left = end_ - begin_;
      const bool fine = ::iconv(state_, &in, &left, &out, &room) != static_cast<std::size_t>(-1);
      const int code = fine ? 0 : errno;
      taken_ += end_ - begin_ - left;
      begin_ = end_ - left;
      if (out != into) return static_cast<std::size_t>(out - into);
      if (code == EILSEQ)
        return failure(fmt::format(
            "byte {} of the file is not valid {}; check that \"encoding\" is the file's",
            taken_ + 1, encoding_));
      if (auto filled = fill(bytes); !filled) return filled.error();
      else if (!*filled) return end_of_input(into, size);
    }
  }

 private:
  /// Reads more after the remaining bytes; false at the end of the file.
  result<bool> fill(byte_stream& bytes) {
    std::memmove(input_.data(), input_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    const auto count = bytes.read(input_.data() + end_, input_.size() - end_);
    if (!count) return count.error();
    end_ += *count;
    return *count > 0;
  }

  result<std::size_t> end_of_input(char* into, std::size_t size) {
    if (begin_ != end_)
      return failure(fmt::format("the file ends inside a character of {}, at byte {}", encoding_,
                                 taken_ + 1));
    char* out = into;  // an encoding with a state may have output left
    ::iconv(state_, nullptr, nullptr, &out, &size);
    return static_cast<std::size_t>(out - into);
  }

  std::string encoding_;
  iconv_t state_;
  std::vector<char> input_;
  std::size_t begin_ = 0, end_ = 0;  // of what is not converted yet
  std::uint64_t taken_;              // bytes of the file that were converted
};

result<void> decoded_bytes::check_encoding(const std::string& name) {
  if (is_utf8(name)) return {};
  // After a slash iconv reads its own options, such as to drop what it cannot convert; and it reads
  // an empty name as that of the locale.
  const bool plain = name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789-_.:+()") == name.npos;
  const iconv_t state = plain ? ::iconv_open("UTF-8", name.c_str()) : no_conversion;
  if (state == no_conversion)
    return usage_error(in_quotes(name) + " is not an encoding that is known here; `iconv -l` lists "
                                         "them, such as UTF-16LE, WINDOWS-1252 or GB18030");
  ::iconv_close(state);
  return {};
}

decoded_bytes::decoded_bytes(byte_stream bytes, std::string encoding)
    : bytes_(std::move(bytes)), encoding_(std::move(encoding)) {}
decoded_bytes::decoded_bytes(decoded_bytes&&) noexcept = default;
decoded_bytes& decoded_bytes::operator=(decoded_bytes&&) noexcept = default;
decoded_bytes::~decoded_bytes() = default;

/// Reads the first bytes, to see whether they are a mark.
result<void> decoded_bytes::begin() {
  begun_ = true;
  head_.resize(64);
  std::size_t size = 0;
  while (size < encoding_bytes_max) {
    const auto count = bytes_.read(head_.data() + size, head_.size() - size);
    if (!count) return count.error();
    if (*count == 0) break;
    size += *count;
  }
  head_.resize(size);
  const std::string_view head(head_.data(), size);
  if (head.starts_with("PK\x03\x04") || head.starts_with("\xD0\xCF\x11\xE0"))
    return failure("is a workbook (.xlsx, .xls) or another archive, not a text; save it as CSV");
  const auto utf16 = utf16_form(head);
  const bool utf16_mark = utf16 && (head.starts_with('\xFF') || head.starts_with('\xFE'));
  std::size_t mark = 0;
  if (head.starts_with(utf8_mark)) {
    mark = utf8_mark.size();
    encoding_.clear();
  } else if (utf16_mark) {
    mark = 2;
    encoding_ = *utf16;
  } else if (utf16 && encoding_.empty()) {
    return failure(fmt::format("is {0} without a byte order mark; set encoding: {0}", *utf16));
  }
  head_.erase(head_.begin(), head_.begin() + static_cast<std::ptrdiff_t>(mark));
  if (is_utf8(encoding_)) return {};
  converter_ = std::make_unique<converter>(encoding_, mark);
  converter_->add({head_.data(), head_.size()});
  head_.clear();
  return {};
}

result<std::size_t> decoded_bytes::read(char* into, std::size_t size) {
  if (!begun_)
    if (auto begun = begin(); !begun) return begun.error();
  if (converter_) return converter_->read(into, size, bytes_);
  if (head_.empty()) return bytes_.read(into, size);
  const std::size_t count = std::min(size, head_.size());
  std::memcpy(into, head_.data(), count);
  head_.erase(head_.begin(), head_.begin() + static_cast<std::ptrdiff_t>(count));
  return count;
}

}  // namespace tidemark::source
