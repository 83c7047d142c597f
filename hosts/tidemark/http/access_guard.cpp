// SPDX-License-Identifier: BSL-1.0
#include "access_guard.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <boost/url/parse.hpp>
#include <fmt/format.h>

#include <tidemark/value/ascii.hpp>

namespace tidemark::host {

namespace {

using digest = std::array<unsigned char, 32>;

/// HMAC-SHA256.
digest keyed_digest(std::string_view key, std::string_view text) {
  digest made{};
  unsigned length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), made.data(), &length);
  return made;
}

/// Compares digests, so that the time depends on neither content nor length.
bool equal_secrets(std::string_view left, std::string_view right) {
  const digest a = keyed_digest("compare", left), b = keyed_digest("compare", right);
  return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hex_of(const digest& bytes) {
  return fmt::format("{:02x}", fmt::join(bytes, ""));
}

/// The values of the cookies called `name` in a `Cookie` field.
std::vector<std::string_view> cookies_called(std::string_view name, std::string_view field) {
  std::vector<std::string_view> values;
  while (!field.empty()) {
    const auto end = field.find(';');
    auto cookie = field.substr(0, end);
    field.remove_prefix(end == std::string_view::npos ? field.size() : end + 1);
    while (cookie.starts_with(' ')) cookie.remove_prefix(1);
    if (cookie.starts_with(name) && cookie.substr(name.size()).starts_with('='))
      values.push_back(cookie.substr(name.size() + 1));
  }
  return values;
}

/// Whether `authority`, `host` or `host:port`, is an IP address or a name that only this machine
/// can have.
bool is_own_name(std::string_view authority) {
  const auto read = boost::urls::parse_authority(
      boost::core::string_view(authority.data(), authority.size()));
  if (!read || read->has_userinfo()) return false;
  if (read->host_type() != boost::urls::host_type::name)
    return read->host_type() == boost::urls::host_type::ipv4 ||
           read->host_type() == boost::urls::host_type::ipv6;
  const std::string name = ascii_lower(std::string(read->encoded_host()));
  return name == "localhost" || name.ends_with(".localhost");
}

}  // namespace

access_guard::access_guard(std::string token, bool loopback)
    : token_(std::move(token)),
      cookie_name_("tidemark_ticket_" +
                   hex_of(keyed_digest(token_, "tidemark name of the ticket")).substr(0, 8)),
      loopback_(loopback) {}

bool access_guard::is_token(std::string_view offered) const {
  return wants_token() && equal_secrets(offered, token_);
}

bool access_guard::permits(const http_request& request, timestamp moment) const {
  if (!wants_token()) return true;
  constexpr std::string_view scheme = "bearer ";
  const std::string_view offered = request.authorization;
  if (ascii_lower(offered.substr(0, scheme.size())) == scheme)
    return is_token(offered.substr(scheme.size()));
  const bool reads = request.method == http_method::get || request.method == http_method::head;
  const auto offers = cookies_called(cookie_name_, request.cookie);
  return reads && std::any_of(offers.begin(), offers.end(),
                              [&](std::string_view offer) { return is_ticket(offer, moment); });
}

std::string access_guard::ticket(timestamp expires) const {
  const std::string until = std::to_string(expires.micros / 1'000'000);
  return fmt::format("{}.{}", until,
                     hex_of(keyed_digest(token_, "tidemark page ticket until " + until)));
}

bool access_guard::is_ticket(std::string_view offered, timestamp moment) const {
  std::int64_t until = 0;
  const auto [end, fault] = std::from_chars(offered.data(), offered.data() + offered.size(), until);
  if (fault != std::errc{}) return false;
  const auto expires = from_unix_seconds(until);
  return expires && *expires > moment && equal_secrets(offered, ticket(*expires));
}

std::string access_guard::ticket_cookie(const http_request& request, timestamp moment) const {
  constexpr std::int64_t seconds = ticket_days * 86'400;
  std::string cookie =
      fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict", cookie_name_,
                  ticket({moment.micros + seconds * 1'000'000}), seconds);
  // Every proxy may add its own scheme; the first one is that of the browser.
  const std::string_view schemes = request.forwarded_proto;
  const auto first = schemes.substr(0, schemes.find_first_of(", "));
  if (ascii_lower(first) == "https") cookie += "; Secure";
  return cookie;
}

std::optional<std::string> access_guard::no_ticket_cookie(const http_request& request) const {
  if (cookies_called(cookie_name_, request.cookie).empty()) return std::nullopt;
  return cookie_name_ + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict";
}

std::optional<problem> access_guard::refuse_host(const http_request& request) const {
  if (wants_token() || !loopback_) return std::nullopt;
  if (request.host.empty() || is_own_name(request.host)) return std::nullopt;
  return problem{421,
                 "without daemon.auth_token this server is available only as localhost or by its "
                 "IP address; use one of these, or set daemon.auth_token",
                 {}};
}

std::optional<problem> access_guard::refuse_other_site(const http_request& request) {
  const problem refusal{403, "pages of other sites cannot change anything here", {}};
  if (!request.fetch_site.empty()) {
    if (request.fetch_site == "same-origin" || request.fetch_site == "none") return std::nullopt;
    return refusal;
  }
  if (request.origin.empty())
    return std::nullopt;  // not a browser, or an old one, which has SameSite cookies
  const auto at = request.origin.find("://");
  if (at == std::string::npos || request.origin.substr(at + 3) != request.host) return refusal;
  return std::nullopt;
}

}  // namespace tidemark::host
