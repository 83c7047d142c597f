// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstdint>
#include <string>

namespace tidemark::tables {

/// A brand and who runs it, for messages.
struct held_brand {
  std::int64_t brand_id = 0;
  std::string holder;
};

}  // namespace tidemark::tables
