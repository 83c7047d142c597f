// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <variant>

#include "../daemon/daemon_control.hpp"
#include "access_guard.hpp"
#include "message.hpp"
#include "storage_reader.hpp"

namespace tidemark::host {

/// An answer that waits for the daemon.
struct control_job {
  std::function<http_response()> answer;
};

/// An answer that waits for the storage.
struct reading_job {
  std::function<http_response(storage_reader&)> answer;
  bool looks_at_all = false;  ///< the storage may have to look at every video
};

/// What becomes of a request: its answer, or the work that makes it, to be done on a thread that
/// may wait.
using routed = std::variant<http_response, control_job, reading_job>;

/// Finds out what a request wants, and whether it may (SPEC section 12). Does not wait. `guard` and
/// `daemon` outlive what is returned.
routed route(const http_request& request, const access_guard& guard, daemon_control& daemon,
             timestamp moment);

/// `answer` with the fields that every answer has: what a browser may do with it, and whether it
/// may be kept.
http_response finished(http_response answer);

}  // namespace tidemark::host
