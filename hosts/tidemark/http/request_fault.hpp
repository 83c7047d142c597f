// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string_view>

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "problem.hpp"

/// What is wrong with a request before it is looked at what it wants. After any of these answers
/// the connection ends: where a next request would begin is not sure.
namespace tidemark::host {

/// The answer to a head that leaves open where its body ends, who is meant, or who asks.
std::optional<problem> fault_of_head(
    const boost::beast::http::request<boost::beast::http::string_body>& read);

/// The answer to a request whose reading ended with `code`; nothing when the client is gone.
/// `unread`: what came, from the first byte that was not understood.
std::optional<problem> fault_of_reading(const boost::beast::error_code& code,
                                        std::string_view unread);

}  // namespace tidemark::host
