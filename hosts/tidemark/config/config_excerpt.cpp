// SPDX-License-Identifier: BSL-1.0
#include "config_excerpt.hpp"

#include <cstddef>
#include <map>
#include <set>

namespace tidemark::host {

namespace {

/// The place of every key and value, and whether it is masked.
using begins = std::map<diagnostics::location, bool>;

void collect(const yaml::located_node& node, const std::set<diagnostics::location>& shown,
             begins& places) {
  if (node.key.at.line != 0) places.emplace(node.key.at, false);
  const bool masked = node.kind == yaml::node_kind::text && !shown.contains(node.at);
  places[node.at] |= masked;
  for (const auto& child : node.children) collect(child, shown, places);
}

bool inside_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

void trim_line(std::string& out) {
  while (out.ends_with(' ')) out.pop_back();
}

}  // namespace

std::string mask_values(std::string_view text, const yaml::located_node& root,
                        const std::vector<diagnostics::location>& shown) {
  constexpr std::size_t stars_max = 3;
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  begins places;
  collect(root, {shown.begin(), shown.end()}, places);

  std::string out;
  diagnostics::location at{1, 1};
  bool masked = false;
  std::size_t stars = 0;
  for (const char c : text) {
    if (c == '\n') {
      if (masked) {
        out.append(stars, '*');  // the rest of the line is free
        trim_line(out);
        stars = 0;
      }
      out += c;
      at = {at.line + 1, 1};
      continue;
    }
    if (!inside_character(c)) {
      if (const auto begin = places.find(at); begin != places.end()) {
        masked = begin->second;
        stars = masked ? stars_max : 0;
      }
      ++at.column;
    } else if (masked) {
      continue;
    }
    if (!masked) {
      out += c;
    } else if (stars > 0) {
      out += '*';
      --stars;
    } else {
      out += ' ';
    }
  }
  if (masked) out.append(stars, '*');
  trim_line(out);
  return out;
}

}  // namespace tidemark::host
