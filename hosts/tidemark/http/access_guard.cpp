// SPDX-License-Identifier: BSL-1.0
#include "access_guard.hpp"

#include <array>
#include <charconv>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <boost/asio/ip/address.hpp>

#include <tidemark/value/ascii.hpp>

namespace tidemark::host {

namespace {

constexpr std::string_view cookie_name = "tidemark_ticket";

using digest = std::array<unsigned char, 32>;

/// HMAC-SHA256.
digest keyed_digest(std::string_view key, std::string_view text) {
  digest made{};
  unsigned length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), made.data(), &length);
  return made;
}

/// Compares digests of both, so that neither content nor length shows in the time it takes.
bool equal_secrets(std::string_view one, std::string_view other) {
  const digest a = keyed_digest("compare", one), b = keyed_digest("compare", other);
  return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hex_of(const digest& bytes) {
  static constexpr char hex[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) text += {hex[byte >> 4], hex[byte & 15]};
  return text;
}

/// The value of the ticket's cookie in a `Cookie` field; empty when there is none.
std::string_view ticket_in(std::string_view cookies) {
  while (!cookies.empty()) {
    const auto end = cookies.find(';');
    auto one = cookies.substr(0, end);
    cookies.remove_prefix(end == std::string_view::npos ? cookies.size() : end + 1);
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.starts_with(cookie_name) && one.substr(cookie_name.size()).starts_with('='))
      return one.substr(cookie_name.size() + 1);
  }
  return {};
}

/// `host` of `host:port` and `[host]:port`.
std::string_view without_port(std::string_view host) {
  if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.find(':'));
}

}  // namespace

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
  return reads && is_ticket(ticket_in(request.cookie), moment);
}

std::string access_guard::ticket(timestamp expires) const {
  const std::string until = std::to_string(expires.micros / 1'000'000);
  return until + "." + hex_of(keyed_digest(token_, "tidemark page ticket until " + until));
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
  std::string cookie = std::string(cookie_name) + "=" +
                       ticket({moment.micros + seconds * 1'000'000}) + "; Path=/; Max-Age=" +
                       std::to_string(seconds) + "; HttpOnly; SameSite=Strict";
  if (ascii_lower(request.forwarded_proto) == "https") cookie += "; Secure";
  return cookie;
}

std::string access_guard::no_ticket_cookie() {
  return std::string(cookie_name) + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict";
}

std::optional<problem> access_guard::refuse_host(const http_request& request) const {
  if (wants_token() || !loopback_) return std::nullopt;
  const std::string name = ascii_lower(without_port(request.host));
  boost::system::error_code not_an_address;
  boost::asio::ip::make_address(name, not_an_address);
  if (!not_an_address || name == "localhost" || name.ends_with(".localhost")) return std::nullopt;
  return problem{421,
                 "without daemon.auth_token this server is asked as localhost or by its address "
                 "only; ask it so, or set daemon.auth_token", {}};
}

std::optional<problem> access_guard::refuse_other_site(const http_request& request) {
  const problem refusal{403, "a page of another site may not change anything here", {}};
  if (!request.fetch_site.empty()) {
    if (request.fetch_site == "same-origin" || request.fetch_site == "none") return std::nullopt;
    return refusal;
  }
  if (request.origin.empty()) return std::nullopt;  // no browser, or an old one with SameSite
  const auto at = request.origin.find("://");
  if (at == std::string::npos || request.origin.substr(at + 3) != request.host) return refusal;
  return std::nullopt;
}

}  // namespace tidemark::host
