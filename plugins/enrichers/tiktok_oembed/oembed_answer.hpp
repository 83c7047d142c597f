// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>

#include "../../http/attempt.hpp"
#include "../../http/http_client.hpp"

namespace tidemark::enricher {

/// The URL of the thumbnail in an oEmbed answer; nothing if the video has none: it is private or
/// deleted (HTTP 400 or 404). Anything else is a fault, with what can be done: a success without a
/// thumbnail may be a refusal.
http::attempt<std::optional<std::string>> read_oembed(const http::http_response& response);

}  // namespace tidemark::enricher
