// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "../message.hpp"
#include "../problem.hpp"
#include "http_server.hpp"

namespace tidemark::host {

/// Receives the answer to a request, on any thread, or never.
struct response_callback {
  std::function<void(http_response)> deliver;
  std::shared_ptr<std::atomic<bool>> abandoned;  ///< true: the answer is not needed any more
};

/// Answers a request, now or later.
using request_handler = std::function<void(http_request, response_callback)>;

/// One connection, with its requests one after the other. Everything runs on the server's one
/// thread.
class http_connection : public std::enable_shared_from_this<http_connection> {
 public:
  http_connection(boost::asio::ip::tcp::socket socket, const http_limits& limits,
                  request_handler handle);

  /// Serves until the connection ends; the coroutine keeps the connection alive.
  boost::asio::awaitable<void> serve();

  /// Refuses the connection, because there are too many.
  boost::asio::awaitable<void> refuse();

  /// Since when the connection is idle. Nothing while a request is read or answered, and in the
  /// first second of a connection, when its first request is expected.
  std::optional<std::chrono::steady_clock::time_point> idle_since() const;

  /// Ends the connection: at once if it is idle, otherwise after the answer.
  void finish();

  /// Ends the connection at once.
  void close();

 private:
  using parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  boost::asio::awaitable<bool> wait_for_request();
  void limit_reading();
  boost::asio::awaitable<std::optional<problem>> read_request(parser& read, http_request& request,
                                                              boost::beast::error_code& code);
  boost::asio::awaitable<bool> serve_one();
  boost::asio::awaitable<http_response> answer_to(http_request request);
  boost::asio::awaitable<bool> send(http_response answer, bool with_body, bool keep_alive);
  boost::asio::awaitable<void> linger_close();

  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  boost::asio::steady_timer read_by_;  ///< the deadline for a request
  const http_limits& limits_;
  request_handler handle_;
  std::optional<std::chrono::steady_clock::time_point> idle_since_;
  bool has_served_ = false;
  bool finishing_ = false;
};

}  // namespace tidemark::host
