// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <tidemark/value/hex.hpp>

namespace tidemark {

/// A JSON document as text. Two are equal when their bytes are: writers keep the canonical form
/// (keys sorted by bytes, no white space, no repeated key).
struct json {
  std::string text;

  bool operator==(const json&) const = default;
};

/// The same, of a text that it does not own.
struct json_view {
  std::string_view text;

  bool operator==(const json_view&) const = default;
};

/// Appends `text` (valid UTF-8) to `out` as a quoted JSON string with the fewest escapes.
inline void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (byte < 0x20) {
          out += "\\u00";
          append_hex(out, byte);
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

}  // namespace tidemark
