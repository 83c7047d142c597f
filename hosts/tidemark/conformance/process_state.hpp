// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>

namespace tidemark::host {

/// The resources of this process, from /proc/self.
struct process_state {
  std::size_t descriptors = 0;
  std::size_t threads = 0;
  std::size_t children = 0;  ///< running, or ended without being waited for
  std::size_t resident_bytes = 0;
};

/// The current state.
process_state read_process_state();

/// What `after` has more than `before`, in words; empty: nothing. Memory may grow by `growth_max`
/// bytes, because allocators keep some.
std::string leak_between(const process_state& before, const process_state& after,
                         std::size_t growth_max);

}  // namespace tidemark::host
