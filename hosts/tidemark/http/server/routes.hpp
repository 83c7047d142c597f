// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <variant>

#include "../access_guard.hpp"
#include "../daemon_control.hpp"
#include "../message.hpp"
#include "../reconnecting_storage.hpp"

namespace tidemark::host {

/// Makes an answer that waits for the daemon.
struct control_job {
  std::function<http_response()> answer;
};

/// Makes an answer that waits for the storage.
struct storage_job {
  std::function<http_response(reconnecting_storage&)> answer;
  bool scans_all = false;  ///< the storage may have to read every video
};

/// The result of routing: an answer, or a job that makes it on a thread that may block.
using routed = std::variant<http_response, control_job, storage_job>;

/// Finds the handler of a request, and checks its access: hosts/tidemark/http/README.md, "The API".
/// Does not wait. `guard` and `daemon` must outlive the result.
routed route(const http_request& request, const access_guard& guard, daemon_control& daemon,
             timestamp moment);

/// `answer` with the header fields that every answer has, for security and caching.
http_response with_standard_fields(http_response answer);

}  // namespace tidemark::host
