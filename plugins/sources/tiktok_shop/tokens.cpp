// SPDX-License-Identifier: BSL-1.0
#include "tokens.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "redact.hpp"

namespace tidemark::source::tiktok {

namespace {

namespace json = boost::json;

/// The text of member `name`; empty if there is none. Tokens are sent in headers: texts that could
/// end a header are refused.
std::optional<std::string> text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (!value || value->is_null()) return std::string();
  if (!value->is_string()) return std::nullopt;
  const std::string text(value->as_string());
  const bool printable =
      std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  return printable ? std::optional(text) : std::nullopt;
}

std::optional<std::int64_t> moment_of(const json::object& object, std::string_view name,
                                      std::int64_t written_at) {
  // The API documents times, but some answers have durations; none of these is as long as 30 years.
  constexpr std::int64_t longest_span = 1'000'000'000;
  const auto* value = object.if_contains(name);
  if (!value || !value->is_int64()) return std::nullopt;
  const std::int64_t number = value->as_int64();
  return number < longest_span ? written_at + number : number;
}

}  // namespace

result<tokens> parse_tokens(std::string_view text, std::int64_t written_at) {
  boost::system::error_code code;
  json::value whole = json::parse(json::string_view(text.data(), text.size()), code);
  if (code || !whole.is_object()) return failure("is not a JSON object");
  const json::object* object = &whole.as_object();
  if (const auto* data = object->if_contains("data"); data && data->is_object())
    object = &data->as_object();
  tokens read;
  const auto access = text_of(*object, "access_token");
  const auto refresh = text_of(*object, "refresh_token");
  if (!access || access->empty()) return failure("has no valid \"access_token\"");
  if (!refresh) return failure("has an invalid \"refresh_token\"");
  read.access_token = *access;
  read.refresh_token = *refresh;
  read.access_token_expire_in = moment_of(*object, "access_token_expire_in", written_at);
  read.refresh_token_expire_in = moment_of(*object, "refresh_token_expire_in", written_at);
  return read;
}

std::optional<api_answer> error_answer_in(std::string_view text) {
  boost::system::error_code fault;
  const json::value whole = json::parse(json::string_view(text.data(), text.size()), fault);
  const json::object* answer = fault ? nullptr : whole.if_object();
  const json::value* code = answer ? answer->if_contains("code") : nullptr;
  if (!code || !code->is_int64() || code->as_int64() == 0) return std::nullopt;
  const json::value* data = answer->if_contains("data");
  const json::object* inner = data ? data->if_object() : nullptr;
  const auto text_in = [](const json::object* object, std::string_view name) {
    const json::value* value = object ? object->if_contains(name) : nullptr;
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
  };
  const auto safe = [&](std::string_view name) {
    return redacted(text_in(answer, name),
                    {text_in(answer, "access_token"), text_in(answer, "refresh_token"),
                     text_in(inner, "access_token"), text_in(inner, "refresh_token")});
  };
  return api_answer{0, code->as_int64(), safe("message"), safe("request_id")};
}

std::string to_json(const tokens& value) {
  json::object object;
  object["access_token"] = value.access_token;
  if (value.access_token_expire_in)
    object["access_token_expire_in"] = *value.access_token_expire_in;
  object["refresh_token"] = value.refresh_token;
  if (value.refresh_token_expire_in)
    object["refresh_token_expire_in"] = *value.refresh_token_expire_in;
  return json::serialize(object) + "\n";
}

}  // namespace tidemark::source::tiktok
