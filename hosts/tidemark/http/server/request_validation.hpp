// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string_view>

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "../problem.hpp"

/// Faults of a request that do not depend on what it asks for. After such an answer the connection
/// ends, because the start of the next request is uncertain.
namespace tidemark::host {

/// The answer to a head if the end of its body, its host or its credentials are ambiguous.
std::optional<problem> validate_head(
    const boost::beast::http::request<boost::beast::http::string_body>& read);

/// The answer to a request that could not be read because of `code`; nothing if the client is gone.
/// `unread` begins with the first byte that was not understood.
std::optional<problem> reading_problem(const boost::beast::error_code& code,
                                       std::string_view unread);

}  // namespace tidemark::host
