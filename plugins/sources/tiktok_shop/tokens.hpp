// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tidemark/result.hpp>

#include "api_fault.hpp"

namespace tidemark::source::tiktok {

/// What a token file holds. Times are Unix seconds; missing: not known.
struct tokens {
  std::string access_token;
  std::optional<std::int64_t> access_token_expire_in;
  std::string refresh_token;
  std::optional<std::int64_t> refresh_token_expire_in;

  bool operator==(const tokens&) const = default;
};

/// Reads the JSON object of a token file or of a refresh's answer: the four members, beside others,
/// directly or under `data`. `written_at` is when it was made, in Unix seconds: an `..._expire_in`
/// that is too small to be a moment counts from there. Error (failed), for a message after the
/// file's name; it holds nothing of the text.
result<tokens> parse_tokens(std::string_view text, std::int64_t written_at);

/// The error answer of the API that `text` is: a JSON object with a `code` other than 0, whatever
/// else it holds. Nothing: it is not one. Tokens in it are taken out of the API's words.
std::optional<api_answer> error_answer_in(std::string_view text);

/// The JSON that `parse_tokens` reads as `value`.
std::string to_json(const tokens& value);

}  // namespace tidemark::source::tiktok
