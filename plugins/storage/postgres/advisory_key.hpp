// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace tidemark::postgres {

/// The key of an advisory lock on `what` of the tables in `schema`. It is the same in every build,
/// so that different versions of tidemark exclude each other. Each database has its own advisory
/// locks.
inline std::int64_t advisory_key(std::string_view schema, std::string_view what) {
  std::string text = "tidemark\n";
  text.append(schema).append("\n").append(what);
  return static_cast<std::int64_t>(XXH64(text.data(), text.size(), 0));
}

}  // namespace tidemark::postgres
