// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <memory>
#include <string>

#include <tidemark/plugin/export.hpp>
#include <tidemark/plugin/make.hpp>

#include "../../http/base_url.hpp"
#include "oembed_enricher.hpp"

namespace tidemark::enricher {

namespace {

using plugin::option_type;

constexpr std::array<plugin::option_spec, 5> options{{
    {"requests_per_second", option_type::decimal, false,
     "The most requests a second, at most 1000; 0 means no limit.", "1", false, "requests/s"},
    {"retries", option_type::integer, false,
     "How often a video is tried again after a fault that may pass, 0 to 20.", "1"},
    {"timeout", option_type::duration, false, "For one request, at least 1ms.", "10s"},
    {"run_timeout", option_type::duration, false, "For all requests of a run, at least 1ms.",
     "15m"},
    {"base_url", option_type::text, false,
     "The service's address: https, or http on this machine itself.", "https://www.tiktok.com"},
}};

result<std::unique_ptr<video_enricher>> create(const plugin::option_values& given) {
  return plugin::make("tiktok_oembed", [&]() -> result<std::unique_ptr<video_enricher>> {
    http::request_settings requests;
    requests.millionths_per_second = given.decimal("requests_per_second").millionths;
    if (requests.millionths_per_second < 0 || requests.millionths_per_second > 1'000'000'000)
      return usage_error("requests_per_second: expected 0 (no limit) to 1000");
    const std::int64_t retries = given.integer("retries");
    if (retries < 0 || retries > 20)
      return usage_error("retries: expected 0 to 20, found " + std::to_string(retries));
    requests.retries = static_cast<int>(retries);
    requests.timeout = given.duration("timeout");
    requests.run_timeout = given.duration("run_timeout");
    if (requests.timeout.count() <= 0) return usage_error("timeout: must be at least 1ms");
    if (requests.run_timeout.count() <= 0) return usage_error("run_timeout: must be at least 1ms");
    auto base_url = http::checked_base_url("base_url", given.text("base_url"));
    if (!base_url) return base_url.error();
    return std::make_unique<oembed_enricher>(std::move(*base_url), requests,
                                             std::make_unique<http::machine_clock>());
  });
}

constexpr plugin::manifest tiktok_oembed_manifest{
    .provides = plugin::kind::enricher,
    .name = "tiktok_oembed",
    .version = "0.1.0",
    .options = options.data(),
    .option_count = options.size(),
    .create_enricher = create,
};

}  // namespace

}  // namespace tidemark::enricher

TIDEMARK_PLUGIN(tidemark::enricher::tiktok_oembed_manifest);
