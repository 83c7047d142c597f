// SPDX-License-Identifier: BSL-1.0
#include <sources/tiktok_shop/api_fault.hpp>
#include <sources/tiktok_shop/redact.hpp>

#include <string>

#include <catch.hpp>

using namespace tidemark;
using namespace tidemark::source::tiktok;
using http::remedy;

TEST_CASE("an unknown token is recognised by the message of one code") {
  struct { const char* name; api_answer given; bool expected; } const cases[] = {
      {"the header", {401, 36009004, "The x-tts-access-token header is invalid.", ""}, true},
      {"in other words", {401, 36009004, "Invalid Access Token", ""}, true},
      {"a page token", {400, 36009004, "The page_token is invalid.", ""}, false},
      {"the key", {401, 36009004, "The app_key query parameter is invalid.", ""}, false},
      {"one that has expired", {401, 105002, "The x-tts-access-token header", ""}, false},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    CHECK(is_token_unknown(given) == expected);
  }
}

TEST_CASE("the API's code decides what to do; for new codes, the HTTP status does") {
  struct {
    const char* name;
    api_answer given;
    remedy expected;
    const char* hint;
  } const cases[] = {
      {"a rate limit", {429, 36009002, "", ""}, remedy::slow_down, "rate limit is reached"},
      {"a rate limit in a success", {200, 36009002, "", ""}, remedy::slow_down, "rate limit"},
      {"a rate limit of an unknown code", {429, 5, "", ""}, remedy::slow_down, "rate limit"},
      {"a fault of the server", {500, 36009003, "", ""}, remedy::retry, ""},
      {"a fault of the server in a success", {200, 36009003, "", ""}, remedy::retry, ""},
      {"a time-out of the server", {200, 36009007, "", ""}, remedy::retry, ""},
      {"a fault of a sibling", {500, 98001001, "", ""}, remedy::retry, ""},
      {"an unknown code with 503", {503, 5, "", ""}, remedy::retry, ""},
      {"an unknown code with 200", {200, 5, "", ""}, remedy::none, ""},
      {"an unknown code with 400", {400, 5, "", ""}, remedy::none, ""},
      {"a bad signature, with any status", {500, 106001, "", ""}, remedy::none,
       "check app_secret and app_key"},
      {"a scope that is missing", {403, 105005, "", ""}, remedy::none,
       "data.shop_analytics.public.read"},
      {"a token of another shop", {401, 101000, "", ""}, remedy::none, "are of one shop"},
      {"a token of another shop, as some print it", {401, 1010000, "", ""}, remedy::none,
       "are of one shop"},
      {"no shop_cipher", {400, 106013, "", ""}, remedy::none, "check shop_cipher"},
      {"a path that is unknown", {404, 36009009, "", ""}, remedy::none, "set an older `version`"},
      {"a version that is unknown", {400, 36009014, "", ""}, remedy::none,
       "set an older `version`"},
      {"an address that is not allowed", {403, 36009033, "", ""}, remedy::none, "IP address"},
      {"days that are refused", {200, 28001022, "", ""}, remedy::none,
       "refuses this range of days"},
      {"an authorisation that is over", {200, 36004004, "", ""}, remedy::none,
       "authorise the app again"},
      {"many meanings: the clock", {400, 36009004, "Invalid timestamp. The value", ""},
       remedy::none, "set this machine's clock right"},
      {"many meanings: the token",
       {401, 36009004, "The x-tts-access-token header is invalid.", ""}, remedy::none,
       "access token is malformed"},
      {"many meanings: the key", {401, 36009004, "The app_key query parameter", ""}, remedy::none,
       "check app_key"},
      {"many meanings: the version", {401, 36009004, "Invalid API version", ""}, remedy::none,
       "set an older `version`"},
      {"many meanings: none of these", {401, 36009004, "no", ""}, remedy::none,
       "check the options"},
  };
  for (const auto& [name, given, expected, hint] : cases) {
    INFO(name);
    const auto fault = fault_of(given);
    CHECK(fault.action == expected);
    CHECK_THAT(fault.reason, Catch::Contains("code " + std::to_string(given.code)) &&
                                 Catch::Contains("HTTP " + std::to_string(given.status)) &&
                                 Catch::Contains(hint));
  }
  CHECK(fault_of({401, 106001, "Bad\nsign", "2026AB"}).reason ==
        "the API answered code 106001 \"Bad sign\" (HTTP 401, request id \"2026AB\"); the "
        "signature was refused: check app_secret and app_key");
  const std::string long_words =
      "Access denied. The access scopes granted for the app or the access token do not contain the "
      "required scope.";
  CHECK_THAT(fault_of({403, 105005, long_words, ""}).reason, Catch::Contains(long_words + "\" ("));
  CHECK(fault_of({403, 1, std::string(5'000, 'x'), ""}).reason.size() < 600);
  CHECK_THAT(fault_of({200, 7, "no", ""}, "do this").reason, Catch::EndsWith("; do this"));
}

TEST_CASE("anything but an answer of the API is temporary if a server or the network is at fault") {
  struct { std::int64_t status; remedy expected; } const cases[] = {
      {200, remedy::retry}, {502, remedy::retry}, {503, remedy::retry},   {408, remedy::retry},
      {404, remedy::none},  {403, remedy::none},  {429, remedy::slow_down}, {302, remedy::none},
  };
  for (const auto& [status, expected] : cases) {
    INFO(status);
    CHECK(fault_of_foreign_answer(status, "the answer is not valid JSON").action == expected);
  }
  CHECK(fault_of(http::transport_fault{"refused", false, false}).action == remedy::retry);
  CHECK(fault_of(http::transport_fault{"certificate", true, false}).action == remedy::none);
  CHECK(fault_of(http::transport_fault{"stopped", false, true}).action == remedy::stopped);
}

TEST_CASE("a secret that an answer repeats is hidden") {
  CHECK(redacted("key s3cret, again s3cret", {"s3cret", ""}) == "key [hidden], again [hidden]");
  CHECK(redacted("nothing", {"s3cret"}) == "nothing");
  CHECK(redacted("dd", {"d"}) == "[hidden][hidden]");
  CHECK(redacted("?cipher=a%3D%3D&x", {"a=="}) == "?cipher=[hidden]&x");
}
