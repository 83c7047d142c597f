// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <tidemark/value/utf8.hpp>

namespace tidemark::videos {

/// What makes a text unfit to be stored: no storage takes these.
enum class text_fault : std::uint8_t { none, not_utf8, lone_surrogate, nul };

/// The rule that `fault` breaks, for a message that names the text first.
constexpr std::string_view to_text(text_fault fault) {
  constexpr std::string_view words[] = {"is fine", "is not valid UTF-8", "holds a lone surrogate",
                                        "holds \\u0000"};
  return words[static_cast<std::size_t>(fault)];
}

/// What one look at a text tells.
struct text_scan {
  text_fault fault = text_fault::none;
  bool plain = false;  ///< is the same in JSON, without a single escape
};

namespace detail {

inline text_fault find_fault(std::string_view text) {
  while (!text.empty()) {
    if (text.front() == '\0') return text_fault::nul;
    const std::size_t length = utf8_length(text);
    if (length == 0) {
      const bool surrogate = text.size() > 1 && text[0] == '\xED' &&
                             static_cast<unsigned char>(text[1]) >= 0xA0 &&
                             static_cast<unsigned char>(text[1]) <= 0xBF;
      return surrogate ? text_fault::lone_surrogate : text_fault::not_utf8;
    }
    text.remove_prefix(length);
  }
  return text_fault::none;
}

constexpr std::uint64_t every_byte(std::uint64_t byte) { return byte * 0x0101'0101'0101'0101u; }

/// The top bit of each byte of `word` that JSON escapes; exact for "is there one" in ASCII.
constexpr std::uint64_t escaped_bytes(std::uint64_t word) {
  const auto below = [](std::uint64_t bytes, std::uint64_t limit) {
    return (bytes - every_byte(limit)) & ~bytes;
  };
  return (below(word, 0x20) | below(word ^ every_byte('"'), 1) |
          below(word ^ every_byte('\\'), 1)) & every_byte(0x80);
}

}  // namespace detail

/// Looks once over `text`, eight bytes at a time where it is ASCII.
inline text_scan scan_text(std::string_view text) {
  std::uint64_t high = 0;
  std::uint64_t escaped = 0;
  const auto look = [&](std::uint64_t word) {
    high |= word & detail::every_byte(0x80);
    escaped |= detail::escaped_bytes(word);
  };
  const auto look_at = [&](std::size_t at) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    look(word);
  };
  constexpr std::size_t step = sizeof(std::uint64_t);
  if (text.size() >= step) {
    for (std::size_t at = 0; at + step < text.size(); at += step) look_at(at);
    look_at(text.size() - step);  // may look twice at some bytes
  } else {
    std::uint64_t word = detail::every_byte(' ');
    for (const char c : text) word = word << 8 | static_cast<unsigned char>(c);
    look(word);
  }
  if (high == 0 && escaped == 0) return {text_fault::none, true};
  return {detail::find_fault(text), escaped == 0};
}

}  // namespace tidemark::videos
