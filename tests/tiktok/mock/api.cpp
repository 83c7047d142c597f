// SPDX-License-Identifier: BSL-1.0
#include "api.hpp"

#include <chrono>
#include <ctime>
#include <fstream>
#include <thread>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <tidemark/value/date.hpp>

namespace {

constexpr const char* list_path_end = "/shop_videos/performance";

std::string value_of(const std::map<std::string, std::string>& map, const std::string& name) {
  const auto at = map.find(name);
  return at == map.end() ? std::string() : at->second;
}

std::int64_t unix_now() { return static_cast<std::int64_t>(std::time(nullptr)); }

/// The signature as the API's documents describe it, independent of the plugin's code.
std::string expected_sign(const std::string& secret, const asked& request) {
  std::string text = secret + request.path;
  for (const auto& [name, value] : request.query)
    if (name != "sign" && name != "access_token") text += name + value;
  text += secret;
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest, &size);
  std::string shown;
  for (unsigned int i = 0; i < size; ++i) {
    char pair[3];
    std::snprintf(pair, sizeof pair, "%02x", digest[i]);
    shown += pair;
  }
  return shown;
}

/// What is wrong with the requested days; a body of code 0 if nothing is.
answer check_days(const asked& request, const std::string& version) {
  const auto begin = tidemark::parse_date(value_of(request.query, "start_date_ge"));
  const auto end = tidemark::parse_date(value_of(request.query, "end_date_lt"));
  if (!begin || !end || !(*begin < *end))
    return refusal(200, 28001022, "invalid request params; detail:start must be before end.");
  if (version == "202605" && end->days - begin->days > 60)
    return refusal(200, 28001022,
                   "invalid request params; detail:date range cannot exceed 60 days.");
  return {};
}

answer check_words(const asked& request, const std::string& version) {
  const auto is_one_of = [&](const char* name, const std::set<std::string>& words) {
    return words.contains(value_of(request.query, name));
  };
  const std::set<std::string> accounts =
      version == "202409"
          ? std::set<std::string>{"ALL", "LINKED_ACCOUNTS", "AFFILIATES"}
          : std::set<std::string>{"ALL", "OFFICIAL_ACCOUNTS", "MARKETING_ACCOUNTS",
                                  "AFFILIATE_ACCOUNTS"};
  if (!is_one_of("account_type", accounts)) return refusal(200, 28001001, "invalid account_type");
  if (!is_one_of("currency", {"USD", "LOCAL"})) return refusal(200, 28001001, "invalid currency");
  if (!is_one_of("sort_order", {"ASC", "DESC"}))
    return refusal(200, 28001001, "invalid sort_order");
  const int size = std::atoi(value_of(request.query, "page_size").c_str());
  if (size < 1 || size > 100) return refusal(200, 28001001, "invalid page_size");
  return {};
}

std::string http_date(std::int64_t moment) {
  const std::time_t time = moment;
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[64];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text;
}

constexpr const char* too_many = "Too many requests.";

/// A planned answer; `normal` is the answer without the plan.
answer planned(const fault& fault, const asked& request, answer normal) {
  const std::string& argument = fault.argument;
  if (fault.kind == "status")
    return refusal(static_cast<unsigned>(std::stoul(argument)), 98001001, "Internal error.");
  if (fault.kind == "code") {
    const auto slash = argument.find('/');
    const unsigned status = slash == argument.npos
                                ? 200u
                                : static_cast<unsigned>(std::stoul(argument.substr(slash + 1)));
    return refusal(status, std::stol(argument), "As the plan says.");
  }
  if (fault.kind == "message") return refusal(400, 36009004, argument);
  if (fault.kind == "rate_limit" || fault.kind == "rate_limit_200") {
    answer limited = refusal(fault.kind == "rate_limit" ? 429 : 200, 36009002, too_many);
    limited.retry_after = argument.starts_with("date:")
                              ? http_date(unix_now() + std::stol(argument.substr(5)))
                              : argument;
    return limited;
  }
  if (fault.kind == "bare_429") return {429, "slow down", argument, "text/plain"};
  if (fault.kind == "html")
    return {502, "<html><head><title>502 Bad Gateway</title></head><body></body></html>", {},
            "text/html"};
  if (fault.kind == "malformed") normal.body.resize(normal.body.size() / 2);
  else if (fault.kind == "body") normal.body = argument;
  else if (fault.kind == "cut") normal.how = answer::end::cut;
  else if (fault.kind == "drop") normal.how = answer::end::dropped;
  else if (fault.kind == "echo") {
    std::string all = value_of(request.headers, "x-tts-access-token");
    for (const auto& [name, value] : request.query) all += " " + value;
    return refusal(401, 106001, all);
  }
  return normal;
}

}  // namespace

answer api::handle(const asked& request) {
  const std::string endpoint = request.path.ends_with(list_path_end)      ? "list"
                               : request.path == "/api/v2/token/refresh" ? "refresh"
                               : request.path == "/api/v2/token/get"     ? "authorise"
                               : request.path == "/oembed"               ? "oembed"
                                                                         : "";
  if (endpoint.empty())
    return refusal(404, 36009009,
                   "Invalid path. The specified path does not match any available endpoint.");
  std::int64_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = ++counts_[endpoint];
  }
  const auto fault = find_fault(plan, endpoint, number);
  answer sent;
  // A fault before a request is processed does not change the tokens.
  const bool worked_on = !fault || fault->kind == "slow" || fault->kind == "cut" ||
                         fault->kind == "malformed" || fault->kind == "drop";
  if (worked_on) sent = answer_to(endpoint, request);
  if (fault) sent = planned(*fault, request, std::move(sent));
  log(endpoint, request, sent);
  if (fault && fault->kind == "slow")
    std::this_thread::sleep_for(std::chrono::milliseconds(std::stol(fault->argument)));
  return sent;
}

answer api::answer_to(const std::string& endpoint, const asked& request) {
  const std::lock_guard lock(mutex_);
  if (endpoint == "list") return list(request);
  if (endpoint == "refresh") return refresh(request);
  if (endpoint == "authorise") return authorise(request);
  return oembed(request);
}

answer api::list(const asked& request) {
  const std::string version = request.path.substr(11, 6);
  if (version != "202409" && version != "202509" && version != "202605")
    return refusal(404, 36009009,
                   "Invalid path. The specified path does not match any available endpoint.");
  if (value_of(request.headers, "content-type") != "application/json")
    return refusal(400, 36009004, "Invalid content-type.");
  if (value_of(request.query, "app_key") != app_key)
    return refusal(401, 36009004, "Invalid credentials. The app_key query parameter is invalid.");
  const std::int64_t age = unix_now() - std::atoll(value_of(request.query, "timestamp").c_str());
  if (age > 300 || age < -30)
    return refusal(400, 36009004,
                   "Invalid timestamp. The value of the timestamp query parameter must not be "
                   "earlier than 5 minutes before the current time.");
  if (value_of(request.query, "sign") != expected_sign(app_secret, request))
    return refusal(401, 106001, "Invalid credentials. The sign query parameter is invalid.");
  if (value_of(request.headers, "x-tts-access-token") != access_token)
    return refusal(401, 36009004,
                   "Invalid credentials. The x-tts-access-token header is invalid.");
  if (expired)
    return refusal(401, 105002, "Expired credentials. The x-tts-access-token header has expired.");
  if (!request.query.contains("shop_cipher"))
    return refusal(400, 106013,
                   "Missing identifier. The shop_cipher query parameter is required.");
  if (value_of(request.query, "shop_cipher") != shop_cipher)
    return refusal(401, 101000, "The token and the shop_cipher do not match.");
  if (auto wrong = check_words(request, version); !wrong.body.empty()) return wrong;
  if (auto wrong = check_days(request, version); !wrong.body.empty()) return wrong;
  return videos.list(request);
}

answer api::refresh(const asked& request) {
  if (value_of(request.query, "app_key") != app_key ||
      value_of(request.query, "app_secret") != app_secret ||
      value_of(request.query, "grant_type") != "refresh_token")
    return refusal(200, 36004003, "Invalid app_key or app_secret.");
  if (value_of(request.query, "refresh_token") != refresh_token)
    return refusal(200, 36004005, "Invalid refresh token.");
  const std::string number = std::to_string(++refreshes_ + 1);
  access_token = "TTP_demoAccess000" + number;
  refresh_token = "TTP_demoRefresh000" + number;
  expired = false;
  return tokens();
}

answer api::authorise(const asked& request) const {
  if (value_of(request.query, "app_key") != app_key ||
      value_of(request.query, "app_secret") != app_secret ||
      value_of(request.query, "grant_type") != "authorized_code" ||
      value_of(request.query, "auth_code") != "demo_code")
    return refusal(200, 36004004, "Invalid auth code.");
  return tokens();
}

answer api::tokens() const {
  return {200, "{\"code\":0,\"message\":\"success\",\"data\":{\"access_token\":\"" + access_token +
                   "\",\"access_token_expire_in\":" + std::to_string(unix_now() + 604'800) +
                   ",\"refresh_token\":\"" + refresh_token + "\",\"refresh_token_expire_in\":" +
                   std::to_string(unix_now() + 31'536'000) +
                   ",\"open_id\":\"7010000000000000001\",\"seller_name\":\"Demo shop\","
                   "\"user_type\":0},\"request_id\":\"20260101000000ABCDEF00000000000090\"}"};
}

answer api::oembed(const asked& request) const {
  const std::string url = value_of(request.query, "url");
  const std::string id = url.substr(url.rfind('/') + 1);
  if (without_oembed.contains(id))
    return {400, "{\"code\":400,\"message\":\"Something went wrong\"}"};
  return {200, "{\"version\":\"1.0\",\"type\":\"video\",\"thumbnail_width\":576,"
               "\"thumbnail_height\":1024,\"thumbnail_url\":\"https://p16-example.invalid/" + id +
                   ".image?x-expires=1767312000&x-signature=demo\",\"embed_product_id\":\"" + id +
                   "\",\"embed_type\":\"video\"}"};
}

void api::log(const std::string& endpoint, const asked& request, const answer& sent) {
  if (log_path.empty()) return;
  std::string line = endpoint;
  for (const char* name : {"start_date_ge", "end_date_lt", "page_token", "account_type", "currency",
                           "url"})
    if (const auto value = value_of(request.query, name); !value.empty()) line += " " + value;
  const std::lock_guard lock(mutex_);
  std::ofstream(log_path, std::ios::app) << line << " " << sent.status << "\n";
}
