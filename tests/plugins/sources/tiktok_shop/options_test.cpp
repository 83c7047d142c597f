// SPDX-License-Identifier: BSL-1.0
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/plugin/manifest.hpp>
#include <tidemark/plugin/option_text.hpp>
#include <tidemark/source/data_source.hpp>

#include <catch.hpp>

extern "C" const tidemark::plugin::manifest tidemark_manifest;

using namespace tidemark;

namespace {

/// Creates the source of the required options and `given`, which are texts of a config.
result<std::unique_ptr<source::data_source>> made(
    std::vector<std::pair<std::string, std::string>> given) {
  const std::span specs(tidemark_manifest.options, tidemark_manifest.option_count);
  std::vector<std::pair<std::string, std::string>> all{{"app_key", "k"},
                                                       {"app_secret", "s"},
                                                       {"shop_cipher", "c"},
                                                       {"token_file", "tokens.json"}};
  for (auto& [name, text] : given) {
    std::erase_if(all, [&](const auto& option) { return option.first == name; });
    all.emplace_back(name, text);
  }
  std::vector<plugin::option_value> values;
  for (const auto& [name, text] : all)
    for (const auto& spec : specs)
      if (spec.name == name)
        values.push_back({name, plugin::read_option(spec.type, text).value()});
  return tidemark_manifest.create_source(
      plugin::with_defaults(specs, plugin::option_values(std::move(values))).value());
}

}  // namespace

TEST_CASE("valid options give a source") {
  struct {
    const char* name;
    std::vector<std::pair<std::string, std::string>> given;
    const char* origin;
  }
  const cases[] = {
      {"the required ones", {}, "tiktok_shop 202509 AFFILIATE_ACCOUNTS 2025-12-01 to 2025-12-31"},
      {"the oldest version's own account type", {{"version", "202409"}},
       "tiktok_shop 202409 AFFILIATES 2025-12-01 to 2025-12-31"},
      {"another account type", {{"version", "202605"}, {"account_type", "ALL"}},
       "tiktok_shop 202605 ALL 2025-12-01 to 2025-12-31"},
      {"no limit of requests", {{"requests_per_second", "0"}},
       "tiktok_shop 202509 AFFILIATE_ACCOUNTS 2025-12-01 to 2025-12-31"},
      {"a server on this machine", {{"base_url", "http://127.0.0.1:1/"}, {"retries", "0"}},
       "tiktok_shop 202509 AFFILIATE_ACCOUNTS 2025-12-01 to 2025-12-31"},
  };
  for (const auto& [name, given, origin] : cases) {
    INFO(name);
    const auto source = made(given);
    REQUIRE(source.has_value());
    CHECK((*source)->origin({1, "USD", 30, parse_date("2025-12-31").value()}) == origin);
  }
}

TEST_CASE("invalid options are usage errors that begin with the option's name") {
  struct { const char* name; const char* value; const char* expected; } const cases[] = {
      {"app_key", "", "is empty"},
      {"app_secret", "a b", "holds a space or a line end"},
      {"app_secret", "s3cret\nx", "holds a space or a line end"},
      {"shop_cipher", "", "is empty"},
      {"version", "202510", "\"202510\" is not a known version of the API; use 202409"},
      {"account_type", "AFFILIATES",
       "version 202509 has no \"AFFILIATES\"; it has ALL, OFFICIAL_ACCOUNTS, MARKETING_ACCOUNTS, "
       "AFFILIATE_ACCOUNTS"},
      {"page_size", "0", "expected 1 to 100, found 0"},
      {"page_size", "101", "expected 1 to 100, found 101"},
      {"requests_per_second", "-1", "expected 0 (no limit) to 1000"},
      {"requests_per_second", "1000.1", "expected 0 (no limit) to 1000"},
      {"retries", "-1", "expected 0 to 20"},
      {"timeout", "0s", "must be at least 1ms"},
      {"run_timeout", "0s", "must be at least 1ms"},
      {"base_url", "http://example.com", "must begin with https://"},
      {"auth_url", "http://example.com", "must begin with https://"},
      {"time_zone", "Mars/Olympus", "the time zone \"Mars/Olympus\" is not known here"},
  };
  for (const auto& [name, value, expected] : cases) {
    INFO(name << ": " << value);
    const auto source = made({{name, value}});
    REQUIRE_FALSE(source.has_value());
    CHECK(source.error().kind == error_kind::usage);
    CHECK_THAT(source.error().message,
               Catch::StartsWith(std::string(name) + ": ") && Catch::Contains(expected) &&
                   !Catch::Contains("s3cret"));
  }
}

TEST_CASE("secrets are declared as secrets") {
  for (const auto& spec : std::span(tidemark_manifest.options, tidemark_manifest.option_count))
    CHECK(spec.secret == (spec.name == "app_secret" || spec.name == "shop_cipher"));
}
