// SPDX-License-Identifier: BSL-1.0
#include "token_keeper.hpp"

#include <boost/json.hpp>
#include <fmt/core.h>

#include "../../http/base_url.hpp"
#include "../../http/retry_after.hpp"
#include "api_fault.hpp"
#include "redact.hpp"

namespace tidemark::source::tiktok {

namespace {

namespace json = boost::json;

constexpr std::string_view refresh_path = "/api/v2/token/refresh";

/// The address of a refresh. It holds secrets.
std::string refresh_url(const std::string& auth_url, const app_identity& app,
                        const std::string& refresh_token) {
  std::string url = auth_url;
  if (!url.ends_with(refresh_path)) url += refresh_path;
  url += "?app_key=";
  http::append_encoded(url, app.key);
  url += "&app_secret=";
  http::append_encoded(url, app.secret);
  url += "&refresh_token=";
  http::append_encoded(url, refresh_token);
  return url + "&grant_type=refresh_token";
}

std::string text_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

/// The tokens in an answer to a refresh, or the API's error.
http::attempt<tokens> read_answer(const http::http_response& response, const tokens& old,
                                  const app_identity& app, std::int64_t now) {
  boost::system::error_code code;
  const json::value whole = json::parse(response.body, code);
  const json::object* answer = whole.if_object();
  const json::value* api_code = answer ? answer->if_contains("code") : nullptr;
  if (code || !api_code || !api_code->is_int64())
    return fault_of_foreign_answer(response.status, "the answer is not the API's JSON");
  if (api_code->as_int64() != 0) {
    const auto safe = [&](std::string_view name) {
      return redacted(text_in(*answer, name), {app.secret, old.refresh_token, old.access_token});
    };
    return fault_of({response.status, api_code->as_int64(), safe("message"), safe("request_id")},
                    authorise_again);
  }
  auto parsed = parse_tokens(response.body, now);
  if (!parsed) return http::lasting_fault("the answer to the refresh " + parsed.error().message);
  // If the API gives none, the old one remains valid.
  if (parsed->refresh_token.empty()) {
    parsed->refresh_token = old.refresh_token;
    parsed->refresh_token_expire_in = old.refresh_token_expire_in;
  }
  return std::move(*parsed);
}

}  // namespace

bool token_keeper::is_due(const tokens& held) const {
  return held.access_token_expire_in &&
         *held.access_token_expire_in <= runner_.clock().unix_seconds() + margin.count();
}

result<std::string> token_keeper::current(std::stop_token stop) {
  if (!held_) {
    auto read = file_.read();
    if (!read) return read.error();
    held_ = std::move(*read);
  }
  if (!is_due(*held_)) return held_->access_token;
  const bool lives = *held_->access_token_expire_in > runner_.clock().unix_seconds();
  if (lives && held_->refresh_token.empty()) return held_->access_token;
  return refresh(std::string(held_->access_token), std::move(stop));
}

result<std::string> token_keeper::after(std::string_view expired, std::stop_token stop) {
  if (held_ && held_->access_token != expired) return held_->access_token;
  return refresh(expired, std::move(stop));
}

result<std::optional<std::string>> token_keeper::instead_of(std::string_view refused,
                                                            std::stop_token stop) {
  const auto lock = file_.take_lock(runner_.clock(), runner_.deadline(), std::move(stop));
  if (!lock) return lock.error();
  auto stored = file_.read();
  if (!stored) return stored.error();
  held_ = std::move(*stored);
  if (held_->access_token == refused) return std::optional<std::string>();
  return std::optional(held_->access_token);
}

result<std::string> token_keeper::refresh(std::string_view stale, std::stop_token stop) {
  const auto lock = file_.take_lock(runner_.clock(), runner_.deadline(), stop);
  if (!lock) return lock.error();
  auto old = file_.read();  // another process may have refreshed it meanwhile
  if (!old) return old.error();
  if (old->access_token != stale && !is_due(*old)) {
    held_ = std::move(*old);
    return held_->access_token;
  }
  const auto wrong = [&](const char* what) {
    return failure(fmt::format("token_file {}: {}; {}", file_.path(), what, authorise_again));
  };
  if (old->refresh_token.empty())
    return wrong("the access token has expired, and there is no refresh_token");
  if (old->refresh_token_expire_in &&
      *old->refresh_token_expire_in <= runner_.clock().unix_seconds())
    return wrong("the access token and the refresh token have expired");
  auto place = file_.begin_replacement();
  if (!place) return place.error();
  auto fresh = runner_.run<tokens>(
      "refresh of the tokens in " + file_.path(), stop,
      // Once sent, it is not cancelled: the old refresh token may already be invalid.
      [&](std::chrono::milliseconds) { return ask(*old); });
  if (!fresh) return fresh.error();
  if (const auto stored = place->commit(*fresh); !stored) return stored.error();
  held_ = std::move(*fresh);
  return held_->access_token;
}

http::attempt<tokens> token_keeper::ask(const tokens& old) {
  const auto response = client_.get({refresh_url(auth_url_, app_, old.refresh_token),
                                     {"Accept: application/json"}, refresh_timeout},
                                    std::stop_token());
  if (!response) return fault_of(response.error());
  const std::int64_t now = runner_.clock().unix_seconds();
  auto answer = read_answer(*response, old, app_, now);
  if (answer || !response->retry_after) return answer;
  auto fault = answer.error();
  fault.retry_after = http::parse_retry_after(*response->retry_after, now);
  return fault;
}

}  // namespace tidemark::source::tiktok
