// SPDX-License-Identifier: BSL-1.0
#include <enrichers/tiktok_oembed/oembed_answer.hpp>

#include <fstream>
#include <iterator>
#include <string>

#include <catch.hpp>

using namespace tidemark;
using http::remedy;

namespace {

std::string sample(const std::string& name) {
  std::ifstream file(TIKTOK_SAMPLES "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("an oEmbed answer has a thumbnail, or none") {
  struct { const char* name; std::int64_t status; std::string body; std::string expected; }
  const cases[] = {
      {"a sample", 200, sample("oembed_ok.json"),
       "https://p16-example.invalid/cover.image?x-expires=1767312000&x-signature=demo"},
      {"a deleted video", 400, sample("oembed_error.json"), ""},
      {"an unknown video", 404, "<html>", ""},
  };
  for (const auto& [name, status, body, expected] : cases) {
    INFO(name);
    const auto found = enricher::read_oembed({status, body, {}});
    REQUIRE(found.has_value());
    CHECK(found->value_or("") == expected);
  }
}

TEST_CASE("anything but an oEmbed answer is a fault") {
  struct { const char* name; std::int64_t status; std::string body; remedy expected; }
  const cases[] = {
      {"a rate limit", 429, "", remedy::slow_down},
      {"a fault of the server", 503, "", remedy::retry},
      {"a refusal", 403, "", remedy::none},
      {"a redirect", 302, "", remedy::none},
      {"a page", 200, "<html>", remedy::retry},
      {"none", 200, "{\"version\":\"1.0\"}", remedy::none},
      {"a refusal in a success", 200, "{\"code\":36009002,\"message\":\"Too many requests\"}",
       remedy::none},
      {"an empty one", 200, "{\"thumbnail_url\":\"\"}", remedy::none},
      {"null", 200, "{\"thumbnail_url\":null}", remedy::none},
      {"a number", 200, "{\"thumbnail_url\":5}", remedy::none},
      {"a script", 200, "{\"thumbnail_url\":\"javascript:alert(1)\"}", remedy::none},
      {"a space", 200, "{\"thumbnail_url\":\"https://a b\"}", remedy::none},
      {"a long one", 200, "{\"thumbnail_url\":\"https://" + std::string(2'048, 'a') + "\"}",
       remedy::none},
  };
  for (const auto& [name, status, body, expected] : cases) {
    INFO(name);
    const auto found = enricher::read_oembed({status, body, {}});
    REQUIRE_FALSE(found.has_value());
    CHECK(found.error().action == expected);
  }
}
