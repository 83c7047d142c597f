// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <boost/system/result.hpp>

namespace tidemark::http {

/// One GET.
struct http_request {
  std::string url;                   ///< may hold secrets: never shown
  std::vector<std::string> headers;  ///< `Name: value`; may hold secrets
  std::chrono::milliseconds timeout{};  ///< for all of it, from the look-up of the name on
};

/// What came back, whatever its status.
struct http_response {
  std::int64_t status = 0;
  std::string body;                        ///< decompressed
  std::optional<std::string> retry_after;  ///< that header as it was sent
};

/// Why nothing came back, or not all of it.
struct transport_fault {
  std::string reason;    ///< holds no part of the request but its host
  bool lasting = false;  ///< would be the same again: a certificate, a URL
  bool stopped = false;  ///< the caller asked to stop
};

[[noreturn]] void throw_exception_from_error(const transport_fault& what,
                                             const boost::source_location&);

/// Asks HTTP servers, by libcurl: certificates are checked, redirects are not followed, answers are
/// limited to `body_bytes_max`, connections are kept open for the next request. The proxy that the
/// environment names (https_proxy) is used, but not for this machine itself. One thread at a time.
class http_client {
 public:
  static constexpr std::size_t body_bytes_max = 64 << 20;

  /// Throws std::runtime_error when libcurl cannot be set up.
  http_client();
  ~http_client();
  http_client(const http_client&) = delete;
  http_client& operator=(const http_client&) = delete;

  /// Asks once. Ends at once when `stop` is requested, from whatever thread.
  boost::system::result<http_response, transport_fault> get(const http_request& request,
                                                            std::stop_token stop);

 private:
  struct handles;
  std::unique_ptr<handles> curl_;
};

}  // namespace tidemark::http
