// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <memory>
#include <string>

#include <fmt/core.h>

#include <tidemark/plugin/export.hpp>
#include <tidemark/plugin/make.hpp>
#include <tidemark/source/time_zone.hpp>

#include "../../http/base_url.hpp"
#include "tiktok_shop_source.hpp"

namespace tidemark::source::tiktok {

namespace {

using plugin::option_type;

constexpr std::array<plugin::option_spec, 14> options{{
    {"app_key", option_type::text, true, "The app's key, from the TikTok Shop Partner Center."},
    {.name = "app_secret", .required = true, .help = "The app's secret.", .secret = true},
    {.name = "shop_cipher", .required = true,
     .help = "The shop's cipher, from the API's list of authorised shops.", .secret = true},
    {"token_file", option_type::path, true,
     "JSON with access_token, access_token_expire_in, refresh_token and refresh_token_expire_in; "
     "rewritten at a refresh."},
    {"version", option_type::text, false, "The API's version: 202409, 202509 or 202605.", "202509"},
    {"account_type", option_type::text, false,
     "Whose videos: ALL, OFFICIAL_ACCOUNTS, MARKETING_ACCOUNTS or AFFILIATE_ACCOUNTS (the "
     "default); in version 202409 ALL, LINKED_ACCOUNTS or AFFILIATES (the default)."},
    {"page_size", option_type::integer, false, "Rows of a page, 1 to 100.", "100"},
    {"requests_per_second", option_type::decimal, false,
     "The most requests a second, at most 1000; 0 means no limit.", "1", false, "requests/s"},
    {"retries", option_type::integer, false,
     "How often a page is tried again after a fault that may pass, 0 to 20.", "3"},
    {"timeout", option_type::duration, false, "For one page, at least 1ms.", "5m"},
    {"run_timeout", option_type::duration, false,
     "For all pages of a run with all waits, at least 1ms.", "1h"},
    {"base_url", option_type::text, false,
     "The API's address: https, or http on this machine itself.",
     "https://open-api.tiktokglobalshop.com"},
    {"auth_url", option_type::text, false,
     "The address where tokens are refreshed: https, or http on this machine itself.",
     "https://auth.tiktok-shops.com"},
    {"time_zone", option_type::text, false,
     "The IANA time zone of video_post_time, which names none.", "UTC"},
}};

/// A required text that must fit one line of a request.
result<std::string> required_text(const plugin::option_values& given, std::string_view name) {
  std::string text = given.text(name);
  for (const char c : text)
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F)
      return usage_error(fmt::format("{}: holds a space or a line end", name));
  if (text.empty()) return usage_error(fmt::format("{}: is empty", name));
  return text;
}

result<std::int64_t> number_within(const plugin::option_values& given, std::string_view name,
                                   std::int64_t least, std::int64_t most) {
  const std::int64_t number = given.integer(name);
  if (number >= least && number <= most) return number;
  return usage_error(fmt::format("{}: expected {} to {}, found {}", name, least, most, number));
}

/// Reads the settings of requests.
result<http::request_settings> read_requests(const plugin::option_values& given) {
  http::request_settings read;
  read.millionths_per_second = given.decimal("requests_per_second").millionths;
  if (read.millionths_per_second < 0 || read.millionths_per_second > 1'000'000'000)
    return usage_error("requests_per_second: expected 0 (no limit) to 1000");
  const auto retries = number_within(given, "retries", 0, 20);
  if (!retries) return retries.error();
  read.retries = static_cast<int>(*retries);
  read.timeout = given.duration("timeout");
  read.run_timeout = given.duration("run_timeout");
  if (read.timeout.count() <= 0) return usage_error("timeout: must be at least 1ms");
  if (read.run_timeout.count() <= 0) return usage_error("run_timeout: must be at least 1ms");
  return read;
}

result<shop_settings> read_settings(const plugin::option_values& given) {
  shop_settings read;
  std::string* const texts[] = {&read.app.key, &read.app.secret, &read.shop_cipher};
  constexpr std::string_view names[] = {"app_key", "app_secret", "shop_cipher"};
  for (std::size_t i = 0; i < std::size(names); ++i) {
    auto text = required_text(given, names[i]);
    if (!text) return text.error();
    *texts[i] = std::move(*text);
  }
  read.token_path = given.text("token_file");
  if (read.token_path.empty()) return usage_error("token_file: is empty; name a file");
  const auto version = find_version(given.text("version"));
  if (!version) return version.error();
  read.version = *version;
  auto account_type = account_type_of(**version, given.text("account_type"));
  if (!account_type) return account_type.error();
  read.account_type = std::move(*account_type);
  const auto page_size = number_within(given, "page_size", 1, 100);
  if (!page_size) return page_size.error();
  read.page_size = *page_size;
  auto base_url = http::checked_base_url("base_url", given.text("base_url"));
  if (!base_url) return base_url.error();
  read.base_url = std::move(*base_url);
  auto auth_url = http::checked_base_url("auth_url", given.text("auth_url"));
  if (!auth_url) return auth_url.error();
  read.auth_url = std::move(*auth_url);
  auto requests = read_requests(given);
  if (!requests) return requests.error();
  read.requests = *requests;
  return read;
}

result<std::unique_ptr<data_source>> create(const plugin::option_values& given) {
  return plugin::make("tiktok_shop", [&]() -> result<std::unique_ptr<data_source>> {
    auto settings = read_settings(given);
    if (!settings) return settings.error();
    auto zone = open_wall_clock(given.text("time_zone", "UTC"));
    if (!zone) return zone.error();
    return std::make_unique<tiktok_shop_source>(
        std::move(*settings), std::make_unique<http::machine_clock>(), std::move(*zone));
  });
}

constexpr plugin::manifest tiktok_shop_manifest{
    .provides = plugin::kind::source,
    .name = "tiktok_shop",
    .version = "0.1.0",
    .options = options.data(),
    .option_count = options.size(),
    .create_source = create,
};

}  // namespace

}  // namespace tidemark::source::tiktok

TIDEMARK_PLUGIN(tidemark::source::tiktok::tiktok_shop_manifest);
