// SPDX-License-Identifier: BSL-1.0
#include "shop_client.hpp"

#include <utility>

#include <fmt/core.h>

#include "../../http/base_url.hpp"
#include "../../http/retry_after.hpp"
#include "api_fault.hpp"
#include "redact.hpp"

namespace tidemark::source::tiktok {

shop_client::shop_client(shop_settings settings, http::wait_clock& clock)
    : settings_(std::move(settings)), runner_(settings_.requests, clock),
      tokens_(token_file(settings_.token_path), settings_.app, settings_.auth_url, client_,
              runner_) {}

result<shop_page> shop_client::fetch(const page_query& query, std::stop_token stop) {
  const std::string name = fmt::format("page {} of {}", query.number, to_text(query.days));
  auto token = tokens_.current(stop);
  for (bool again = false;; again = true) {
    if (!token) return token.error();
    auto page = runner_.run<answer>(name, stop, [&](std::chrono::milliseconds timeout) {
      return ask(query, *token, timeout, stop);
    });
    if (!page) return page.error();
    if (auto* found = std::get_if<shop_page>(&*page)) return std::move(*found);
    const auto& refusal = std::get<token_refusal>(*page);
    if (again && refusal.expired)
      return failure(
          fmt::format("{}: the API says that the access token has expired, though it was refreshed "
                      "just now; set this machine's clock right, or {}",
                      name, authorise_again));
    if (again) return failure(fmt::format("{}: {}", name, refusal.reason));
    token = token_after(*token, refusal, name, stop);
  }
}

/// The token to try instead of `token`.
result<std::string> shop_client::token_after(const std::string& token,
                                             const token_refusal& refusal,
                                             const std::string& name, std::stop_token stop) {
  if (refusal.expired) return tokens_.after(token, std::move(stop));
  auto other = tokens_.instead_of(token, std::move(stop));
  if (!other) return other.error();
  if (!*other) return failure(fmt::format("{}: {}", name, refusal.reason));
  return std::move(**other);
}

parameters shop_client::signed_parameters(const std::string& path,
                                          const page_query& query) const {
  parameters sent{{"account_type", settings_.account_type},
                  {"app_key", settings_.app.key},
                  {"currency", query.currency},
                  {"end_date_lt", tidemark::to_text(query.days.end)},
                  {"page_size", std::to_string(settings_.page_size)},
                  {"shop_cipher", settings_.shop_cipher},
                  {"sort_field", "gmv"},
                  {"sort_order", "DESC"},
                  {"start_date_ge", tidemark::to_text(query.days.begin)},
                  {"timestamp", std::to_string(runner_.clock().unix_seconds())}};
  if (!query.page_token.empty()) sent["page_token"] = query.page_token;
  sent["sign"] = sign(settings_.app.secret, path, sent);
  return sent;
}

http::attempt<shop_client::answer> shop_client::ask(const page_query& query,
                                                    const std::string& token,
                                                    std::chrono::milliseconds timeout,
                                                    std::stop_token stop) {
  const std::string path =
      fmt::format("/analytics/{}/shop_videos/performance", settings_.version->name);
  const parameters sent = signed_parameters(path, query);
  std::string url = settings_.base_url + path;
  char separator = '?';
  for (const auto& [name, value] : sent) {
    url += std::exchange(separator, '&') + name + "=";
    http::append_encoded(url, value);
  }
  auto response = client_.get({std::move(url),
                               {"x-tts-access-token: " + token, "content-type: application/json"},
                               timeout},
                              std::move(stop));
  if (!response) return fault_of(response.error());
  const auto retry_after = std::move(response->retry_after);
  auto page = read(std::move(*response), token, sent.at("sign"));
  if (page || !retry_after) return page;
  auto fault = page.error();
  fault.retry_after = http::parse_retry_after(*retry_after, runner_.clock().unix_seconds());
  return fault;
}

http::attempt<shop_client::answer> shop_client::read(http::http_response response,
                                                     const std::string& token,
                                                     const std::string& sign) const {
  auto page = read_page(std::move(response.body));
  if (!page) return fault_of_foreign_answer(response.status, page.error().reason);
  const bool success = response.status >= 200 && response.status < 300;
  if (page->code == 0 && success) return answer(std::move(*page));
  const auto safe = [&](std::string& text) {
    return redacted(std::move(text), {settings_.app.secret, settings_.shop_cipher, token, sign});
  };
  const api_answer refused{response.status, page->code, safe(page->message),
                           safe(page->request_id)};
  auto fault = fault_of(refused);
  const bool expired = page->code == token_expired_code;
  if (expired || is_token_unknown(refused))
    return answer(token_refusal{expired, std::move(fault.reason)});
  return fault;
}

}  // namespace tidemark::source::tiktok
