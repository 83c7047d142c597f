// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>

#include "../../http/attempt.hpp"
#include "../../http/http_client.hpp"

namespace tidemark::enricher {

/// The URL of the thumbnail in an oEmbed answer; nothing when the video has none: it is private or
/// gone (HTTP 400 or 404). A fault for all else, with what can be done: a success that names none may
/// be a refusal.
http::attempt<std::optional<std::string>> read_oembed(const http::http_response& response);

}  // namespace tidemark::enricher
