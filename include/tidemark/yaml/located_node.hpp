// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/diagnostics/location.hpp>

namespace tidemark::yaml {

/// The kind of a value of a YAML file.
enum class node_kind : std::uint8_t { nothing, text, list, map };

/// The words for `kind` in messages: `expected a list of names, found a map`.
constexpr std::string_view to_text(node_kind kind) {
  constexpr std::array<std::string_view, 4> words{"nothing", "a text", "a list", "a map"};
  return words[static_cast<std::size_t>(kind)];
}

/// A value of a YAML file and its place. Plain data, independent of the YAML library.
///
/// Places are 1-based; columns count characters. Aliases are resolved: an alias has its own place,
/// and its content has the places of the anchor.
struct located_node {
  node_kind kind = node_kind::nothing;
  diagnostics::location at;
  std::string text;          ///< of a text
  diagnostics::location text_at;  ///< of its first character, after an opening quote
  bool plain = false;        ///< the text is written without quotes: `12`, not `"12"`
  bool verbatim = false;     ///< the file has the text unchanged, in one line
  diagnostics::located_text key;  ///< of a value of a map

  /// The items of a list, or the values of a map in the file's order, repeated keys included.
  std::vector<located_node> children;

  /// The place for errors about something that this value lacks: its key, or else the value.
  diagnostics::location named_at() const { return key.at.line != 0 ? key.at : at; }

  /// The place of the byte `offset` of `text`, or the beginning of the text if it is not verbatim
  /// (escapes, several lines).
  diagnostics::location place_of(std::size_t offset) const {
    diagnostics::location place = text_at;
    if (!verbatim) return place;
    for (const char c : std::string_view(text).substr(0, offset))
      if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++place.column;
    return place;
  }
};

}  // namespace tidemark::yaml
