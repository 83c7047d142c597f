// SPDX-License-Identifier: BSL-1.0
#include "problem.hpp"

#include <sstream>
#include <utility>

#include <tidemark/value/json_writer.hpp>


namespace tidemark::host {

std::string_view status_title(unsigned status) {
  static constexpr std::pair<unsigned, std::string_view> titles[] = {
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {413, "Content Too Large"},
      {421, "Misdirected Request"},
      {422, "Unprocessable Content"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {503, "Service Unavailable"},
      {505, "HTTP Version Not Supported"},
  };
  for (const auto& [known, title] : titles)
    if (known == status) return title;
  return "Error";
}

http_response to_response(const problem& what) {
  std::ostringstream text;
  json_writer json(text);
  json.begin_object();
  json.member("type", "about:blank");
  json.member("title", status_title(what.status));
  json.member("status", static_cast<std::int64_t>(what.status));
  json.member("detail", what.detail);
  if (!what.parameter.empty()) json.member("parameter", what.parameter);
  json.end_object();
  text << '\n';
  http_response answer{what.status, problem_type, std::move(text).str()};
  if (what.status == 401) answer.fields.emplace_back("WWW-Authenticate", "Bearer");
  if (what.status == 503) answer.fields.emplace_back("Retry-After", "5");
  return answer;
}

}  // namespace tidemark::host
