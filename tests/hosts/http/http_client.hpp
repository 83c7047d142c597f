// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sys/socket.h>
#include <sys/time.h>

#include <cstdint>
#include <string>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

namespace tidemark::test {

/// The answer of a server; status 0: it ended the connection without an answer.
struct client_answer {
  unsigned status = 0;
  std::string body;
  boost::beast::http::fields fields;
  std::string reason = {};

  std::string field(const char* name) const { return std::string(fields[name]); }
};

/// One connection to a server on this machine. Every wait ends after ten seconds.
class http_client {
 public:
  explicit http_client(std::uint16_t port) : port_(port), socket_(io_) {
    socket_.connect({boost::asio::ip::address_v4::loopback(), port});
    const timeval limit{10, 0};
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  }

  /// Sends bytes unchanged; false if the server does not read all of them.
  bool send(const std::string& bytes) {
    boost::system::error_code code;
    boost::asio::write(socket_, boost::asio::buffer(bytes), code);
    return !code;
  }

  /// The next answer; `to_head`: it has no body, in spite of its fields.
  client_answer receive(bool to_head = false) {
    namespace http = boost::beast::http;
    http::response_parser<http::string_body> parser;
    parser.skip(to_head);
    parser.body_limit(64 * 1024 * 1024);
    boost::system::error_code code;
    http::read(socket_, buffer_, parser, code);
    if (code) return {};
    return {parser.get().result_int(), parser.get().body(), parser.get().base(),
            std::string(parser.get().reason())};
  }

  client_answer ask(const std::string& method, const std::string& target,
                    const std::string& fields = "", const std::string& body = "") {
    send(method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) + "\r\n" +
         fields + (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") +
         "\r\n" + body);
    return receive(method == "HEAD");
  }

  /// Whether the server ends the connection instead of waiting for more.
  bool is_ended() {
    char byte = 0;
    boost::system::error_code code;
    socket_.read_some(boost::asio::buffer(&byte, 1), code);
    return code == boost::asio::error::eof || code == boost::asio::error::connection_reset;
  }

 private:
  std::uint16_t port_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
};

}  // namespace tidemark::test
