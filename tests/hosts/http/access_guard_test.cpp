// SPDX-License-Identifier: BSL-1.0
#include <http/access_guard.hpp>

#include "../../catch.hpp"

using namespace tidemark;
using host::access_guard;
using host::http_method;
using host::http_request;

namespace {

const timestamp today = parse_wall_time("2026-02-20 09:00:00").value();

timestamp days_later(int days) { return {today.micros + days * std::int64_t{86'400'000'000}}; }

http_request bearing(std::string authorization) {
  http_request request;
  request.authorization = std::move(authorization);
  return request;
}

/// `name=value` of a `Set-Cookie`.
std::string sent_back(const std::string& set_cookie) {
  return set_cookie.substr(0, set_cookie.find(';'));
}

http_request with_cookie(std::string cookie) {
  http_request request;
  request.cookie = std::move(cookie);
  return request;
}

}  // namespace

TEST_CASE("with a token, every request must have it") {
  const access_guard guard("s3cret", true);
  struct { const char* given; bool expected; } const cases[] = {
      {"Bearer s3cret", true},  {"bearer s3cret", true},   {"", false},
      {"Bearer s3cre", false},  {"Bearer s3crets", false}, {"Bearer ", false},
      {"Bearer", false},        {"s3cret", false},         {"Basic czNjcmV0", false},
      {"Bearer  s3cret", false}};
  for (const auto& [given, expected] : cases) {
    INFO(given);
    CHECK(guard.permits(bearing(given), today) == expected);
  }
  CHECK(access_guard("", true).permits(bearing(""), today));
  CHECK_FALSE(access_guard("", true).is_token(""));
}

TEST_CASE("a ticket allows reading requests until it expires") {
  const access_guard guard("s3cret", true);
  const std::string ticket = sent_back(guard.ticket_cookie({}, today));
  CHECK(guard.permits(with_cookie(ticket), today));
  CHECK(guard.permits(with_cookie("a=b; " + ticket + "; c=d"), today));
  CHECK(guard.permits(with_cookie(ticket), days_later(29)));
  CHECK_FALSE(guard.permits(with_cookie(ticket), days_later(30)));
  CHECK_FALSE(access_guard("other", true).permits(with_cookie(ticket), today));

  http_request changing = with_cookie(ticket);
  changing.method = http_method::post;
  CHECK_FALSE(guard.permits(changing, today));

  // A changed expiry or another signature is invalid.
  std::string later = ticket;
  ++later[later.find('=') + 1];
  CHECK_FALSE(guard.permits(with_cookie(later), today));
  std::string forged = ticket;
  forged.back() = forged.back() == '0' ? '1' : '0';
  CHECK_FALSE(guard.permits(with_cookie(forged), today));
  const std::string name = ticket.substr(0, ticket.find('='));
  CHECK_FALSE(guard.permits(with_cookie(name + "="), today));
  CHECK_FALSE(guard.permits(with_cookie(name + "=99999999999999999999.00"), today));
  CHECK_FALSE(guard.permits(with_cookie("x" + ticket), today));
  CHECK(guard.permits(with_cookie(forged + "; " + ticket), today));
  CHECK(guard.permits(with_cookie(name + "=; " + ticket + "; " + forged), today));
  CHECK_FALSE(guard.permits(with_cookie(ticket.substr(0, ticket.find('.'))), today));
}

TEST_CASE("daemons with different tokens have different cookies") {
  const auto name_of = [](const char* token) {
    const std::string cookie = access_guard(token, true).ticket_cookie({}, today);
    return cookie.substr(0, cookie.find('='));
  };
  CHECK(name_of("s3cret").starts_with("tidemark_ticket_"));
  CHECK(name_of("s3cret") == name_of("s3cret"));
  CHECK(name_of("s3cret") != name_of("other"));
}

TEST_CASE("a ticket is removed only from clients that have one") {
  const access_guard guard("s3cret", true);
  const std::string ticket = sent_back(guard.ticket_cookie({}, today));
  const auto taken = guard.no_ticket_cookie(with_cookie("a=b; " + ticket));
  REQUIRE(taken);
  CHECK(*taken == ticket.substr(0, ticket.find('=')) +
                      "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
  // Others do not learn the cookie's name, which depends on the token.
  CHECK_FALSE(guard.no_ticket_cookie({}));
  CHECK_FALSE(guard.no_ticket_cookie(with_cookie("tidemark_ticket=x")));
}

TEST_CASE("the cookie does not reveal the token and is sent to this site only") {
  const access_guard guard("s3cret", true);
  http_request request;
  const std::string cookie = guard.ticket_cookie(request, today);
  CHECK_THAT(cookie, !Catch::Matchers::Contains("s3cret"));
  CHECK_THAT(cookie, Catch::Matchers::Contains("; Path=/; Max-Age=2592000; HttpOnly; "
                                               "SameSite=Strict"));
  CHECK_THAT(cookie, !Catch::Matchers::Contains("Secure"));
  struct { const char* asked_by; bool secure; } const cases[] = {
      {"https", true},        {"HTTPS", true},        {"https, http", true}, {"https,http", true},
      {"http, https", false}, {"http", false},        {"httpsx", false}};
  for (const auto& [asked_by, secure] : cases) {
    INFO(asked_by);
    request.forwarded_proto = asked_by;
    CHECK(guard.ticket_cookie(request, today).ends_with("; Secure") == secure);
  }
}

TEST_CASE("on a loopback address without a token, only local host names are accepted") {
  struct { const char* host; bool refused; } const cases[] = {
      {"localhost", false},      {"localhost:8080", false}, {"LOCALHOST", false},
      {"127.0.0.1:8080", false}, {"[::1]:8080", false},     {"app.localhost:1", false},
      {"10.1.2.3", false},       {"evil.example", true},    {"evil.example:8080", true},
      {"localhost.evil.example", true}, {"[", true},
      {"", false},               {"localhost:", false},     {"localhost:evil.example", true},
      {"[::1]", false},          {"[::1]evil.example", true}, {"[::1]:8080x", true},
      {"127.0.0.1:8080:1", true}, {"evil.example@localhost", true},
      {"127.0.0.1.evil.example", true}, {"localhost/evil.example", true}, {"localhost ", true}};
  for (const auto& [name, refused] : cases) {
    INFO(name);
    http_request request;
    request.host = name;
    CHECK(access_guard("", true).refuse_host(request).has_value() == refused);
    CHECK_FALSE(access_guard("", false).refuse_host(request));
    CHECK_FALSE(access_guard("s3cret", true).refuse_host(request));
  }
}

TEST_CASE("a page of another site cannot change anything") {
  struct { const char* fetch_site; const char* origin; bool refused; } const cases[] = {
      {"", "", false},
      {"same-origin", "", false},
      {"none", "", false},
      {"same-site", "", true},
      {"cross-site", "", true},
      {"cross-site", "http://here:8080", true},
      {"", "http://here:8080", false},
      {"", "http://here", true},
      {"", "http://here:8080.evil.example", true},
      {"", "http://evil.example", true},
      {"", "null", true},
      {"same-origin", "null", false},
  };
  for (const auto& test : cases) {
    INFO(test.fetch_site << " " << test.origin);
    http_request request;
    request.host = "here:8080";
    request.fetch_site = test.fetch_site;
    request.origin = test.origin;
    CHECK(access_guard::refuse_other_site(request).has_value() == test.refused);
  }
}
