// SPDX-License-Identifier: BSL-1.0
#include "request_validation.hpp"

#include <string>

#include <boost/asio/error.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <fmt/core.h>

namespace tidemark::host {

namespace beast = boost::beast;
namespace http = beast::http;

namespace {

/// Beast ignores an unknown transfer coding, and reads what follows as the next request, where
/// another server sees a body (RFC 9112 sections 6.1 and 6.3).
std::optional<problem> validate_coding(const http::request<http::string_body>& read) {
  const auto count = read.count(http::field::transfer_encoding);
  if (count == 0) return std::nullopt;
  std::string_view last(read[http::field::transfer_encoding]);
  const auto comma = last.rfind(',');
  if (comma != std::string_view::npos) last.remove_prefix(comma + 1);
  while (last.starts_with(' ') || last.starts_with('\t')) last.remove_prefix(1);
  if (count > 1 || read.version() < 11 || !beast::iequals(last, "chunked"))
    return problem{400,
                   "the end of the body is ambiguous: Transfer-Encoding must be chunked, in "
                   "HTTP/1.1, or absent",
                   {}};
  if (comma != std::string_view::npos)
    return problem{501, "the only supported transfer coding is chunked", {}};
  return std::nullopt;
}

/// Whether the first line of `text` ends in an unsupported version of HTTP.
bool is_of_other_version(std::string_view text) {
  constexpr std::string_view mark = " HTTP/";
  const auto line = text.substr(0, text.find_first_of("\r\n"));
  const auto at = line.rfind(mark);
  if (at == std::string_view::npos) return false;
  const auto version = line.substr(at + mark.size());
  const auto is_digit = [&](std::size_t i) { return version[i] >= '0' && version[i] <= '9'; };
  return version.size() == 3 && is_digit(0) && version[1] == '.' && is_digit(2) &&
         version != "1.0" && version != "1.1";
}

}  // namespace

std::optional<problem> validate_head(const http::request<http::string_body>& read) {
  if (const auto fault = validate_coding(read)) return fault;
  if (read.version() == 11 && read[http::field::host].empty())
    return problem{400, "the Host field is missing", {}};
  for (const auto name : {http::field::host, http::field::authorization})
    if (read.count(name) > 1)
      return problem{400,
                     fmt::format("there is more than one {} field",
                                 std::string_view(to_string(name))),
                     {}};
  return std::nullopt;
}

std::optional<problem> reading_problem(const beast::error_code& code, std::string_view unread) {
  if (code == boost::asio::error::operation_aborted)
    return problem{408, "the request did not arrive in time", {}};
  if (code == http::error::header_limit || code == http::error::buffer_overflow)
    return problem{431, "the request line and the header fields are too long", {}};
  if (code == http::error::body_limit)
    return problem{413, "the body is too long; requests need none here", {}};
  if (code == http::error::bad_version && is_of_other_version(unread))
    return problem{505, "this server speaks HTTP/1.1", {}};
  if (code == http::error::bad_version)
    return problem{400, "the first line is not METHOD TARGET HTTP/1.1 with CR LF at its end", {}};
  if (code == http::error::end_of_stream || code == http::error::partial_message)
    return std::nullopt;
  if (code.category() == make_error_code(http::error::bad_method).category())
    return problem{400, "this is not an HTTP/1.1 request: " + code.message(), {}};
  return std::nullopt;
}

}  // namespace tidemark::host
