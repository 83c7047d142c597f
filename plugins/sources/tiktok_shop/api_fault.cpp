// SPDX-License-Identifier: BSL-1.0
#include "api_fault.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include <fmt/core.h>

#include <tidemark/value/utf8.hpp>

namespace tidemark::source::tiktok {

namespace {

using http::remedy;

struct known_code {
  std::int64_t code;
  remedy action;
  std::string_view hint;
};

/// A code with many meanings: its message shows which.
constexpr std::int64_t invalid_code = 36009004;

constexpr std::array<known_code, 17> known_codes{{
    {36009002, remedy::slow_down, {}},
    {36009003, remedy::retry, {}},
    {36009007, remedy::retry, {}},
    {98001001, remedy::retry, {}},
    {token_expired_code, remedy::none, authorise_again},
    {106001, remedy::none, "the signature was refused: check app_secret and app_key"},
    {105005, remedy::none,
     "the scope data.shop_analytics.public.read is missing: add it to the app, then authorise it "
     "again for the shop"},
    {101000, remedy::none,
     "the token is not a seller's, or belongs to another shop: check that token_file and "
     "shop_cipher are of one shop"},
    {1010000, remedy::none,
     "the token is not a seller's, or belongs to another shop: check that token_file and "
     "shop_cipher are of one shop"},
    {106013, remedy::none, "check shop_cipher"},
    {36009009, remedy::none, "this version may not be open to the app: set an older `version`"},
    {36009010, remedy::none, "this version may not be open to the app: set an older `version`"},
    {36009014, remedy::none, "the version is not known to the API: set an older `version`"},
    {36009033, remedy::none, "this machine's IP address is not allowed: add it to the app's list"},
    {36004004, remedy::none, authorise_again},
    {28001022, remedy::none,
     "the API refuses this range of days: check --snapshot-date and `version`, which limits its "
     "length"},
    {invalid_code, remedy::none, {}},
}};

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

/// The hint for the code `invalid_code`.
std::string_view hint_of_invalid(std::string_view message) {
  const std::string lower = in_lower_case(message);
  const auto says = [&](std::string_view word) { return lower.find(word) != lower.npos; };
  if (says("timestamp")) return "set this machine's clock right";
  if (says("token")) return "check token_file: the access token is malformed";
  if (says("app_key") || says("app key")) return "check app_key";
  if (says("cipher")) return "check shop_cipher";
  if (says("version")) return "set an older `version`";
  if (says("sign")) return "check app_secret";
  return "check the options of this source against what the API says";
}

/// The API's message in quotes, on one line; `in_quotes` would truncate most of them.
std::string quoted_words(std::string_view words) {
  constexpr std::size_t bytes_max = 500;
  std::string out = "\"";
  while (!words.empty() && out.size() < bytes_max) {
    const std::size_t length = is_control(words.front()) ? 0 : utf8_length(words);
    if (length == 0) out += ' ';
    else out += words.substr(0, length);
    words.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out += words.empty() ? "\"" : "...\"";
}

bool is_worth_a_retry(std::int64_t status) {
  return status >= 500 || status == 408 || status == 425;
}

}  // namespace

std::string quoted_answer(const api_answer& answer) {
  std::string beside = answer.status == 0 ? "" : "HTTP " + std::to_string(answer.status);
  if (!answer.request_id.empty())
    beside += (beside.empty() ? "request id " : ", request id ") + in_quotes(answer.request_id);
  const std::string text =
      fmt::format("the API answered code {} {}", answer.code, quoted_words(answer.message));
  return beside.empty() ? text : fmt::format("{} ({})", text, beside);
}

bool is_token_unknown(const api_answer& answer) {
  if (answer.code != invalid_code) return false;
  const std::string lower = in_lower_case(answer.message);
  return lower.find("access-token") != lower.npos || lower.find("access_token") != lower.npos ||
         lower.find("access token") != lower.npos;
}

http::attempt_fault fault_of(const api_answer& answer, std::string_view hint_otherwise) {
  const auto known = std::find_if(known_codes.begin(), known_codes.end(),
                                  [&](const auto& listed) { return listed.code == answer.code; });
  remedy action = remedy::none;
  std::string_view hint;
  if (known != known_codes.end()) {
    action = known->action;
    hint = known->code == invalid_code ? hint_of_invalid(answer.message) : known->hint;
  } else if (answer.status == 429) {
    action = remedy::slow_down;
  } else if (is_worth_a_retry(answer.status)) {
    action = remedy::retry;
  } else {
    hint = hint_otherwise;
  }
  std::string reason = quoted_answer(answer);
  if (action == remedy::slow_down) reason += ": its rate limit is reached";
  if (!hint.empty()) reason += "; " + std::string(hint);
  return {action, std::move(reason)};
}

http::attempt_fault fault_of_foreign_answer(std::int64_t status, const std::string& reason) {
  const std::string text = fmt::format("HTTP {}, and {}", status, reason);
  if (status == 429) return {remedy::slow_down, text};
  // A damaged success was damaged in transit.
  if (status < 300 || is_worth_a_retry(status)) return http::retry_fault(text);
  return http::lasting_fault(
      text + "; check base_url, and the proxies between this machine and the API");
}

http::attempt_fault fault_of(const http::transport_fault& fault) {
  if (fault.stopped) return {remedy::stopped, fault.reason};
  if (fault.lasting) return http::lasting_fault("no connection to the API: " + fault.reason);
  return http::retry_fault("no answer from the API: " + fault.reason);
}

}  // namespace tidemark::source::tiktok
