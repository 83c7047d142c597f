// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/policy/location.hpp>

namespace tidemark::yaml {

/// What a value of a YAML file is.
enum class node_kind : std::uint8_t { nothing, text, list, map };

/// The words for `kind` in messages: `expected a list of names, found a map`.
constexpr std::string_view to_text(node_kind kind) {
  constexpr std::array<std::string_view, 4> words{"nothing", "a text", "a list", "a map"};
  return words[static_cast<std::size_t>(kind)];
}

/// A value of a YAML file and where it stands. Plain data: nothing of the YAML library is left.
///
/// Places are 1-based; columns count characters. Aliases are resolved: an alias stands at its own
/// place, what is inside it at the place of the anchor.
struct located_node {
  node_kind kind = node_kind::nothing;
  policy::location at;
  std::string text;          ///< of a text
  policy::location text_at;  ///< where its first character stands, behind an opening quote
  bool plain = false;        ///< the text is written without quotes: `12`, not `"12"`
  bool verbatim = false;     ///< the text stands in its line just as it is
  policy::located_text key;  ///< of a value of a map

  /// The items of a list, or the values of a map in the file's order, repeated keys included.
  std::vector<located_node> children;

  /// Where to point when something of this value is missing: at its key, or else at itself.
  policy::location named_at() const { return key.at.line != 0 ? key.at : at; }

  /// The place of the byte `offset` of `text`; the beginning of the text when it is written in
  /// another way than it reads (escapes, several lines).
  policy::location place_of(std::size_t offset) const {
    policy::location place = text_at;
    if (!verbatim) return place;
    for (const char c : std::string_view(text).substr(0, offset))
      if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++place.column;
    return place;
  }
};

}  // namespace tidemark::yaml
