// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include <tidemark/result.hpp>

#include "../daemon_control.hpp"
#include "../reconnecting_storage.hpp"

namespace tidemark::host {

/// Limits for clients.
struct http_limits {
  std::size_t head_bytes = 16 * 1024;  ///< request line and header fields
  std::size_t body_bytes = 1024;       ///< only the login form has a body
  std::size_t connections = 256;
  std::chrono::milliseconds head_time{10'000};    ///< for a whole request, from its first byte
  std::chrono::milliseconds idle_time{30'000};    ///< between two requests of a connection
  std::chrono::milliseconds answer_time{30'000};  ///< for the storage or the daemon to answer
  std::chrono::milliseconds write_time{60'000};   ///< for a client to receive a whole answer
  std::chrono::milliseconds stop_time{10'000};    ///< for open requests when the server stops
};

struct http_server_options {
  std::string address = "127.0.0.1";  ///< an IP address, or localhost
  std::uint16_t port = 8080;          ///< 0: any free port
  std::string auth_token;             ///< empty: none is needed
  http_limits limits;
  int reader_threads = 4;  ///< each opens a storage when it first needs it
};

/// The daemon's page `/videos`, API, health and metrics: hosts/tidemark/http/README.md.
///
/// HTTP/1.1 without encryption: on a network, put a proxy with https in front of it. One thread
/// serves all connections and never blocks; other threads wait for the storage and the daemon.
class http_server {
 public:
  /// `daemon` outlives the server; its functions are called by several threads.
  http_server(http_server_options options, daemon_control& daemon, storage_opener open);
  http_server(const http_server&) = delete;
  http_server& operator=(const http_server&) = delete;
  ~http_server();  ///< stops it

  /// Starts to listen and serve. To be called once. Error: the address is invalid, or in use
  /// (usage).
  result<void> start();

  /// The port that it listens on. Requires: it was started.
  std::uint16_t port() const;

  /// Accepts no further connections or requests, waits up to `limits.stop_time` for open answers,
  /// and for queries that the storage is working on. May be repeated.
  void stop();

 private:
  class service;
  std::unique_ptr<service> own_;
};

}  // namespace tidemark::host
