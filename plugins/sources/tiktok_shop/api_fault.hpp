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
  std::int64_t status = 0;  ///< of HTTP; 0: unknown
  std::int64_t code = 0;
  std::string message;
  std::string request_id;
};

/// The code by which the API says that the access token has expired.
inline constexpr std::int64_t token_expired_code = 105002;

/// Whether `answer` says that the access token is unknown, as after a refresh.
bool is_token_unknown(const api_answer& answer);

/// The code, the API's message and the request id, on one line, for a message. `answer` must hold
/// no secret.
std::string quoted_answer(const api_answer& answer);

/// What can be done about `answer`, and its code, message and request id with a hint for the user.
/// The HTTP status decides only if the code is unknown, because the API does not use it
/// consistently. `hint_otherwise` is for unknown codes.
http::attempt_fault fault_of(const api_answer& answer, std::string_view hint_otherwise = {});

/// The hint for refused tokens.
inline constexpr std::string_view authorise_again =
    "authorise the app again for the shop and store the new tokens in token_file";

/// What can be done about an answer that is not from the API: a gateway's page, broken JSON.
http::attempt_fault fault_of_foreign_answer(std::int64_t status, const std::string& reason);

/// What can be done if there is no answer.
http::attempt_fault fault_of(const http::transport_fault& fault);

}  // namespace tidemark::source::tiktok
