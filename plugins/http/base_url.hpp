// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <tidemark/result.hpp>

namespace tidemark::http {

/// Whether `url` names this machine: `localhost`, 127.x.x.x or ::1.
bool is_loopback_url(const std::string& url);

/// The address that option `name` gives, without a slash at its end. Error (usage): it is not the
/// URL of a server, holds a password, a query or a fragment, or is not https; http is accepted only
/// for this machine, because requests hold secrets.
result<std::string> checked_base_url(std::string_view name, std::string_view text);

/// Appends `text` to `url`, percent-encoded except for letters, digits and `-._~`.
void append_encoded(std::string& url, std::string_view text);

}  // namespace tidemark::http
