// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "../../http/attempt.hpp"
#include "../../http/http_client.hpp"

namespace tidemark::source::tiktok {

/// An error answer of the API.
struct api_answer {
  std::int64_t status = 0;  ///< of HTTP; 0: not known
  std::int64_t code = 0;
  std::string message;
  std::string request_id;
};

/// The code by which the API says that the access token has expired.
inline constexpr std::int64_t token_expired_code = 105002;

/// Whether `answer` says that the access token is not known, as one is that was refreshed.
bool is_token_unknown(const api_answer& answer);

/// The code, the API's own words and the request id, on one line, for a message. `answer` must hold
/// no secret.
std::string quoted_answer(const api_answer& answer);

/// What can be done about `answer`, and its code, message and request id with a hint for the user.
/// The HTTP status decides only where the code is not known: they are not used in one way.
/// `hint_otherwise` is for a code that is not known.
http::attempt_fault fault_of(const api_answer& answer, std::string_view hint_otherwise = {});

/// What helps when tokens are refused.
inline constexpr std::string_view authorise_again =
    "authorise the app again for the shop and store the new tokens in token_file";

/// What can be done about an answer that is not the API's: a gateway's page, broken JSON.
http::attempt_fault fault_of_foreign_answer(std::int64_t status, const std::string& reason);

/// What can be done when nothing came back.
http::attempt_fault fault_of(const http::transport_fault& fault);

}  // namespace tidemark::source::tiktok
