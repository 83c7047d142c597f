// SPDX-License-Identifier: BSL-1.0
#include <http/target.hpp>

#include "../../catch.hpp"

using namespace tidemark;
using host::read_parameters;
using host::read_target;

namespace {

/// `/a/b?x=1` as `[a][b] x=1`, after the authority; an invalid value as `x!`.
std::string shown(std::string_view text) {
  const auto target = read_target(text);
  if (!target) return "none";
  std::string out = target->authority ? *target->authority + " " : "";
  for (const auto& segment : target->path) out += "[" + segment + "]";
  for (const auto& parameter : target->parameters)
    out += " " + parameter.name + (parameter.value ? "=" + *parameter.value : "!");
  return out;
}

}  // namespace

TEST_CASE("a target is a path and parameters") {
  struct { const char* name; std::string given; const char* expected; } const cases[] = {
      {"the top", "/", "[]"},
      {"a path", "/api/videos", "[api][videos]"},
      {"a slash at the end is a segment", "/api/", "[api][]"},
      {"an encoded slash does not separate", "/api/videos/a%2Fb/history",
       "[api][videos][a/b][history]"},
      {"a plus in a path is a plus", "/a+b", "[a+b]"},
      {"parameters in their order", "/v?b=1&a=2", "[v] b=1 a=2"},
      {"a plus in a query is a space", "/v?a=b+c%2B", "[v] a=b c+"},
      {"a parameter without a value", "/v?a&b=", "[v] a= b="},
      {"more than one equals sign", "/v?a=b=c", "[v] a=b=c"},
      {"stray ampersands", "/v?&a=1&&b=2&", "[v] a=1 b=2"},
      {"a repeated parameter", "/v?a=1&a=2", "[v] a=1 a=2"},
      {"UTF-8", "/v?a=%C3%A4%F0%9F%A6%8A", "[v] a=\u00E4\U0001F98A"},
      {"bytes that should have been encoded", "/v?a=\u00E4|\"", "[v] a=\u00E4|\""},
      {"a wrong percentage", "/v?a=%zz&b=1", "[v] a! b=1"},
      {"a cut percentage", "/v?a=%4", "[v] a!"},
      {"NUL", "/v?a=x%00y", "[v] a!"},
      {"invalid UTF-8", "/v?a=%ff", "[v] a!"},
      {"an overlong form", "/v?a=%c0%af", "[v] a!"},
      {"a surrogate", "/v?a=%ed%a0%80", "[v] a!"},
      {"a value without a name", "/v?&=x", "[v] \"=x\"!"},
      {"a wrong name", "/v?%ff=1", "[v] \"%ff\"!"},
      {"a wrong path", "/v%ff", "none"},
      {"a wrong percentage in a path", "/%", "none"},
      {"another form", "*", "none"},
      {"nothing", "", "none"},
      {"absolute form", "http://host:80/v?a=1", "host:80 [v] a=1"},
      {"absolute form, in capitals", "HTTPS://Host/v", "Host [v]"},
      {"an absolute form that is only a host", "http://host", "host []"},
      {"an absolute form without a path", "http://host?a=/", "host [] a=/"},
      {"an absolute form without a host", "http:///v", "none"},
      {"an absolute form within another", "http://a/http://b/v", "a [http:][][b][v]"},
      {"another scheme", "ftp://host/v", "none"},
  };
  for (const auto& test : cases) {
    INFO(test.name);
    CHECK(shown(test.given) == test.expected);
  }
}

TEST_CASE("reading reverses percent-encoding") {
  for (const std::string text : {"plain", "a b+c&d=e%/?#", "\u00E4\U0001F98A\"<'>", ""}) {
    INFO(text);
    const auto back = read_parameters("x=" + host::percent_encoded(text));
    REQUIRE(back.size() == 1);
    CHECK(back[0].value.value() == text);
  }
}
