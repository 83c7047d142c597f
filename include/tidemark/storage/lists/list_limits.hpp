// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tidemark/videos/period_query.hpp>

namespace tidemark::storage {

/// How much is kept of each list without filters (list_heads.hpp).
struct list_limits {
  std::size_t kept = 1'500;  ///< the first videos of a list
  /// With fewer left, a run looks at all videos again.
  std::size_t rebuilt_below = videos::list_head_min;
};

}  // namespace tidemark::storage
