// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// A request and its answer, independent of the network library.
namespace tidemark::host {

enum class http_method : std::uint8_t { get, head, post, other };

/// A request. Missing header fields are empty.
struct http_request {
  http_method method = http_method::get;
  std::string target = "/";     ///< path and query, still percent-encoded
  std::string host;
  std::string origin;
  std::string fetch_site;       ///< Sec-Fetch-Site
  std::string authorization;
  std::string cookie;
  std::string forwarded_proto;  ///< X-Forwarded-Proto
  std::string if_none_match;
  std::string body;
};

/// An answer, without the header fields that `with_standard_fields` adds.
struct http_response {
  unsigned status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> fields = {};
};

inline constexpr const char* html_type = "text/html; charset=utf-8";
inline constexpr const char* json_type = "application/json";
inline constexpr const char* problem_type = "application/problem+json";

}  // namespace tidemark::host
