// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <map>
#include <string>

/// The server's answer.
struct answer {
  unsigned status = 200;
  std::string body;
  std::string retry_after = {};
  std::string content_type = "application/json";
  enum class end { whole, cut, dropped } how = end::whole;  ///< how much of it
};

/// A parsed request.
struct asked {
  std::string path;
  std::map<std::string, std::string> query;   ///< decoded
  std::map<std::string, std::string> headers;  ///< names in lower case
};

/// The API's envelope without data.
inline answer refusal(unsigned status, long code, const std::string& message) {
  return {status, "{\"code\":" + std::to_string(code) + ",\"message\":\"" + message +
                      "\",\"request_id\":\"20260101000000ABCDEF00000000000099\",\"data\":null}"};
}
