// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tidemark/result.hpp>

#include "api_fault.hpp"

namespace tidemark::source::tiktok {

/// The content of a token file. Times are Unix seconds; missing: unknown.
struct tokens {
  std::string access_token;
  std::optional<std::int64_t> access_token_expire_in;
  std::string refresh_token;
  std::optional<std::int64_t> refresh_token_expire_in;

  bool operator==(const tokens&) const = default;
};

/// Reads the JSON object of a token file or of a refresh's answer: the four members, among others,
/// directly or under `data`. `written_at` is its time in Unix seconds: an `..._expire_in` that is
/// too small to be a time is relative to it. Error (failed), for a message after the file's name;
/// it holds no part of the text.
result<tokens> parse_tokens(std::string_view text, std::int64_t written_at);

/// The error answer of the API in `text`: a JSON object with a `code` other than 0 and any other
/// members. Nothing: it is not one. Tokens in it are removed from the API's message.
std::optional<api_answer> error_answer_in(std::string_view text);

/// The JSON that `parse_tokens` reads as `value`.
std::string to_json(const tokens& value);

}  // namespace tidemark::source::tiktok
