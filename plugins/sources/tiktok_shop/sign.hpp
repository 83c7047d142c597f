// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace tidemark::source::tiktok {

/// Query parameters, not encoded, in the byte order of their names.
using parameters = std::map<std::string, std::string>;

/// The signature of a request to the TikTok Shop API: HMAC-SHA256, in lower-case hex, by
/// `app_secret`, of the secret, the path (from `/` on, without the host), every parameter but
/// `sign` and `access_token` as name and value, the body, and the secret again. Throws
/// std::runtime_error if the cryptographic library fails.
std::string sign(std::string_view app_secret, std::string_view path, const parameters& query,
                 std::string_view body = {});

}  // namespace tidemark::source::tiktok
