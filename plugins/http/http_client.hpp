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
  std::chrono::milliseconds timeout{};  ///< of the whole request, name look-up included
};

/// The answer, with any status.
struct http_response {
  std::int64_t status = 0;
  std::string body;                        ///< decompressed
  std::optional<std::string> retry_after;  ///< the unchanged value of that header
};

/// Why there is no complete answer.
struct transport_fault {
  std::string reason;    ///< holds no part of the request but its host
  bool lasting = false;  ///< a retry would fail too: a certificate, a URL
  bool stopped = false;  ///< the caller asked to stop
};

[[noreturn]] void throw_exception_from_error(const transport_fault& what,
                                             const boost::source_location&);

/// Sends requests with libcurl: certificates are checked, redirects are not followed, answers are
/// limited to `body_bytes_max`, connections are kept open for the next request. The proxy that the
/// environment names (https_proxy) is used, but not for this machine. One thread at a time.
class http_client {
 public:
  static constexpr std::size_t body_bytes_max = 64 << 20;

  /// Throws std::runtime_error if libcurl cannot be set up.
  http_client();
  ~http_client();
  http_client(const http_client&) = delete;
  http_client& operator=(const http_client&) = delete;

  /// Sends the request once. Ends at once if `stop` is requested, from any thread.
  boost::system::result<http_response, transport_fault> get(const http_request& request,
                                                            std::stop_token stop);

 private:
  struct handles;
  std::unique_ptr<handles> curl_;
};

}  // namespace tidemark::http
