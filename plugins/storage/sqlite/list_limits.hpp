// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstddef>

namespace tidemark::sqlite {

/// How much is kept of each list without filters (list_heads.hpp).
struct list_limits {
  std::size_t kept = 1'500;           ///< the first videos of a list
  std::size_t rebuilt_below = 1'000;  ///< with fewer left, a run looks at all videos again
};

}  // namespace tidemark::sqlite
