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

#include "http_server.hpp"
#include "message.hpp"
#include "problem.hpp"

namespace tidemark::host {

/// Where the answer to a request goes. May be used on any thread, or never.
struct answer_taker {
  std::function<void(http_response)> take;
  std::shared_ptr<std::atomic<bool>> given_up;  ///< true: nobody waits for the answer any more
};

/// Makes the answer to a request, now or later.
using request_handler = std::function<void(http_request, answer_taker)>;

/// One connection: its requests, one after the other. All of it on the server's one thread.
class session : public std::enable_shared_from_this<session> {
 public:
  session(boost::asio::ip::tcp::socket socket, const http_limits& limits, request_handler handle);

  /// Serves until the connection ends; the coroutine keeps the session alive.
  boost::asio::awaitable<void> serve();

  /// Refuses whatever comes, because there are too many connections.
  boost::asio::awaitable<void> refuse();

  /// Since when nothing is going on; nothing while a request is read or answered, nor in the first
  /// second of a connection, when its request is on its way.
  std::optional<std::chrono::steady_clock::time_point> idle_since() const;

  /// Ends the connection, at once when it is idle, else after the answer.
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
  boost::asio::awaitable<void> let_go();

  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  boost::asio::steady_timer read_by_;  ///< when a request has to be there
  const http_limits& limits_;
  request_handler handle_;
  std::optional<std::chrono::steady_clock::time_point> idle_since_;
  bool has_served_ = false;
  bool finishing_ = false;
};

}  // namespace tidemark::host
