// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include <tidemark/result.hpp>

#include "../daemon/daemon_control.hpp"
#include "storage_reader.hpp"

namespace tidemark::host {

/// How much, and how long, a client may take.
struct http_limits {
  std::size_t head_bytes = 16 * 1024;  ///< request line and header fields
  std::size_t body_bytes = 1024;       ///< only the token's form has a body
  std::size_t connections = 256;
  std::chrono::milliseconds head_time{10'000};    ///< for a whole request, from its first byte
  std::chrono::milliseconds idle_time{30'000};    ///< between two requests of a connection
  std::chrono::milliseconds answer_time{30'000};  ///< for storage or daemon to make an answer
  std::chrono::milliseconds write_time{60'000};   ///< for a client to take a whole answer
  std::chrono::milliseconds stop_time{10'000};    ///< for what is going on when the server stops
};

struct http_server_options {
  std::string address = "127.0.0.1";  ///< an IP address, or localhost
  std::uint16_t port = 8080;          ///< 0: one that is free
  std::string auth_token;             ///< empty: none is wanted
  http_limits limits;
  int reading_threads = 4;  ///< each opens the storage once, when it is first needed
};

/// The HTTP side of the daemon (SPEC section 12): the page `/videos`, the API, health and metrics.
///
/// HTTP/1.1 without encryption: over a network, put a proxy with https before it. One thread serves
/// all connections and never waits; what waits for the storage or the daemon is done by others.
class http_server {
 public:
  /// `daemon` outlives the server; its functions are called by several threads.
  http_server(http_server_options options, daemon_control& daemon, storage_opener open);
  http_server(const http_server&) = delete;
  http_server& operator=(const http_server&) = delete;
  ~http_server();  ///< stops it

  /// Listens and serves from now on. Once. Error: the address is none, or in use (usage).
  result<void> start();

  /// The port that it listens on, when it was started.
  std::uint16_t port() const;

  /// Takes no more connections or requests and lets those that are being answered end, up to
  /// `limits.stop_time`; a question that the storage is working on is waited for. May be repeated.
  void stop();

 private:
  class service;
  std::unique_ptr<service> own_;
};

}  // namespace tidemark::host
