// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

namespace tidemark::source {

/// A column of a file, or a key of its rows, and how it is used. The raw names are those of
/// `videos::raw_names`, and live as long as the plugin that reports them.
struct delivered_column {
  std::string name;                ///< as delivered
  std::string_view read_as = {};   ///< the raw name that it is read as; empty: it is not read
  std::string_view meant = {};     ///< not read, but similar to this raw name; empty: to none
  std::string note = {};           ///< why it is read under another name, or not read; may be empty

  bool operator==(const delivered_column&) const = default;
};

}  // namespace tidemark::source
