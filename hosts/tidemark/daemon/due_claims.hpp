// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tidemark/value/timestamp.hpp>

namespace tidemark::host {

// Hosts agree on due runs by claims in the storage. A claim of a due time, a whole minute, is open:
// a host is at it, or has died. One of a moment between due times says that all that was due until
// then is done with.

/// The claim by which `due_at` is done with: its run has ended, or there will be none.
inline timestamp settled(timestamp due_at) { return {due_at.micros + 1}; }

/// The second that `moment` is in: what was due until then is done with by its `settled`.
inline timestamp second_of(timestamp moment) {
  return {moment.micros - moment.micros % 1'000'000};
}

/// Whether `claim` is of a due time whose run has not ended.
inline bool is_open(timestamp claim) { return claim.micros % 1'000'000 == 0; }

}  // namespace tidemark::host
