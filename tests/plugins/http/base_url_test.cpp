// SPDX-License-Identifier: BSL-1.0
#include <http/base_url.hpp>

#include <string>

#include <catch.hpp>

using namespace tidemark;

TEST_CASE("secrets are sent by https only, or to this machine") {
  struct { const char* name; const char* given; const char* expected; const char* error; }
  const cases[] = {
      {"https", "https://open-api.example.com", "https://open-api.example.com", ""},
      {"slashes at the end go", "https://open-api.example.com/x//",
       "https://open-api.example.com/x", ""},
      {"http on this machine", "http://127.0.0.1:8080", "http://127.0.0.1:8080", ""},
      {"http on this machine by name", "http://localhost:8080/", "http://localhost:8080", ""},
      {"http on this machine, IPv6", "http://[::1]:8080", "http://[::1]:8080", ""},
      {"http elsewhere", "http://open-api.example.com", "", "must begin with https://"},
      {"http to a name that only looks local", "http://127.0.0.1.example.com", "",
       "must begin with https://"},
      {"http to localhost as a user", "http://localhost@example.com", "", "has a user"},
      {"another scheme", "ftp://example.com", "", "must begin with https://"},
      {"a file", "file:///etc/passwd", "", "must begin with https://"},
      {"a password", "https://u:p@example.com", "", "has a user, a password"},
      {"a query", "https://example.com?a=b", "", "a query"},
      {"no URL", "open-api", "", "is not the URL of a server"},
      {"nothing", "", "", "is not the URL of a server"},
  };
  for (const auto& [name, given, expected, error] : cases) {
    INFO(name);
    const auto found = http::checked_base_url("base_url", given);
    CHECK(found.has_value() == std::string(error).empty());
    if (found) CHECK(*found == expected);
    else CHECK_THAT(found.error().message, Catch::Contains("base_url: " + std::string(error)) ||
                                               Catch::Contains(error));
  }
}

TEST_CASE("special characters in a URL are percent-encoded") {
  std::string url = "?";
  http::append_encoded(url, "cGFnZV9udW1iZXI9Mg== &+/\xC3\xA4~");
  CHECK(url == "?cGFnZV9udW1iZXI9Mg%3D%3D%20%26%2B%2F%C3%A4~");
}
