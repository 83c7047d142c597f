// SPDX-License-Identifier: BSL-1.0
#include <sources/tiktok_shop/sign.hpp>

#include <string>

#include <catch.hpp>

using tidemark::source::tiktok::parameters;
using tidemark::source::tiktok::sign;

namespace {

const std::string demo_secret = "demo_app_secret_0123456789abcdef";
const std::string list_path = "/analytics/202509/shop_videos/performance";

/// The query of a first page.
parameters first_page() {
  return {{"app_key", "demo_app_key"},      {"timestamp", "1767225600"},
          {"shop_cipher", "GCP_demoCipher0001"}, {"start_date_ge", "2025-12-01"},
          {"end_date_lt", "2025-12-31"},    {"page_size", "100"},
          {"sort_field", "gmv"},            {"sort_order", "DESC"},
          {"currency", "USD"},              {"account_type", "ALL"}};
}

parameters with(parameters given, const std::string& name, const std::string& value) {
  given[name] = value;
  return given;
}

}  // namespace

TEST_CASE("requests are signed as the API and other clients sign them") {
  struct {
    const char* name;
    std::string secret, path;
    parameters query;
    std::string body;
    const char* expected;
  }
  const cases[] = {
      {"the API's own example", "e59af819cc", "/authorization/202309/shops",
       {{"app_key", "29a39d"}, {"timestamp", "1623812664"}}, "",
       "b596b73e0cc6de07ac26f036364178ab16b0a907af13d43f0a0cd2345f582dc8"},
      {"an access token in the query is left out", "123", "/api/shop/get_authorized_shop",
       {{"app_key", "12abcd"}, {"timestamp", "1600000000"},
        {"access_token", "abc1c123-3128-aa17-125e-2d2d51ab814fa"}}, "",
       "f0f368ecacccb0839e5291d375f9171e1ab93b65fb2bc4ece556e1f42466249f"},
      {"one parameter", "app_secret", "/test-api", {{"foo", "bar"}}, "",
       "d3cb7fe11ecae942802ceeca67e7cf10120cc12f1517d45fbc1c8cfe5413c80f"},
      {"a first page", demo_secret, list_path, first_page(), "",
       "a5d220910f75a1301aa519ac3ebbdbad2203a76a80eea3d5ad7e2f78c6f5958c"},
      {"a page token is signed as it is, not encoded", demo_secret, list_path,
       with(first_page(), "page_token", "cGFnZV9udW1iZXI9Mg=="), "",
       "ade9f9dc867fdefc8002a8db7037428eb7f3ae071268761f579e0842f02e8dab"},
      {"another version is another path", demo_secret, "/analytics/202605/shop_videos/performance",
       first_page(), "", "0bfd228689527b04285218366328786a2de1f4f2dc3391ee7e24fc626fa2690a"},
      {"a body is signed byte by byte", demo_secret, "/event/202309/webhooks",
       {{"app_key", "demo_app_key"}, {"timestamp", "1767225600"},
        {"shop_cipher", "GCP_demoCipher0001"}},
       R"({"address":"https://example.test/hook","event_type":"PACKAGE_UPDATE"})",
       "4d7424d3c1847a9b7596f567453e49442e140c0bf127cbb0bd2ec67b8a733439"},
      {"sign and access_token do not sign themselves", demo_secret, list_path,
       with(with(first_page(), "sign", "x"), "access_token", "y"), "",
       "a5d220910f75a1301aa519ac3ebbdbad2203a76a80eea3d5ad7e2f78c6f5958c"},
  };
  for (const auto& [name, secret, path, query, body, expected] : cases) {
    INFO(name);
    CHECK(sign(secret, path, query, body) == expected);
  }
}

TEST_CASE("every change of the request changes the signature") {
  const std::string right = sign(demo_secret, list_path, first_page());
  struct { const char* name; std::string changed; } const cases[] = {
      {"no path", sign(demo_secret, "", first_page())},
      {"a value", sign(demo_secret, list_path, with(first_page(), "page_size", "99"))},
      {"a parameter more", sign(demo_secret, list_path, with(first_page(), "a", ""))},
      {"another secret", sign("demo_app_secret_0123456789abcdeF", list_path, first_page())},
      {"an empty body is not signed, {} is", sign(demo_secret, list_path, first_page(), "{}")},
      {"an encoded page token",
       sign(demo_secret, list_path, with(first_page(), "page_token", "cGFnZV9udW1iZXI9Mg%3D%3D"))},
  };
  for (const auto& [name, changed] : cases) {
    INFO(name);
    CHECK(changed != right);
  }
  // Signatures of incorrect clients: not wrapped in the secret, without the path, without HMAC,
  // with an encoded page token.
  for (const char* wrong : {"f16dacf7", "e5330107", "154ec873"})
    CHECK_FALSE(right.starts_with(wrong));
  CHECK_FALSE(sign(demo_secret, list_path, with(first_page(), "page_token", "cGFnZV9udW1iZXI9Mg=="))
                  .starts_with("3b6854d8"));
}
