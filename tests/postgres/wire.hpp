// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <arpa/inet.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

/// The part of PostgreSQL's protocol (version 3) that a server, or a proxy between a server and a
/// host, needs.
namespace tidemark::test::wire {

using protocol = boost::asio::local::stream_protocol;
using socket = protocol::socket;

/// Where libpq looks for the server of a socket folder.
inline std::string socket_path(const std::string& folder) { return folder + "/.s.PGSQL.5432"; }

/// Listens in `folder`, which is created, like a server.
inline protocol::acceptor listen_in(boost::asio::io_context& io, const std::string& folder) {
  std::filesystem::create_directories(folder);
  std::filesystem::remove(socket_path(folder));
  return {io, protocol::endpoint(socket_path(folder))};
}

/// One message: its type, '\0' for a client's first ones, and the bytes after its length.
struct message {
  char type = '\0';
  std::string content;
};

/// The next message; nothing at the end of the stream. A client's first messages are `untyped`.
inline std::optional<message> read_message(socket& from, bool untyped = false) {
  boost::system::error_code ended;
  message read;
  if (!untyped) boost::asio::read(from, boost::asio::buffer(&read.type, 1), ended);
  std::uint32_t size = 0;
  if (!ended) boost::asio::read(from, boost::asio::buffer(&size, sizeof size), ended);
  if (ended) return std::nullopt;
  size = ntohl(size);
  if (size < sizeof size || size > 1U << 30) throw std::runtime_error("this is not the protocol");
  read.content.resize(size - sizeof size);
  boost::asio::read(from, boost::asio::buffer(read.content), ended);
  if (ended) return std::nullopt;
  return read;
}

/// False if the other side is gone.
inline bool write_message(socket& to, const message& sent) {
  std::string bytes;
  if (sent.type != '\0') bytes += sent.type;
  const auto size = htonl(static_cast<std::uint32_t>(sent.content.size() + sizeof(std::uint32_t)));
  bytes.append(reinterpret_cast<const char*>(&size), sizeof size);
  bytes += sent.content;
  boost::system::error_code ended;
  boost::asio::write(to, boost::asio::buffer(bytes), ended);
  return !ended;
}

/// A client's startup message; requests for encryption before it are declined.
inline std::optional<message> read_startup(socket& client) {
  while (auto read = read_message(client, true)) {
    std::uint32_t code = 0;
    if (read->content.size() < sizeof code) return std::nullopt;
    std::memcpy(&code, read->content.data(), sizeof code);
    constexpr std::uint32_t ssl_request = 80877103;
    constexpr std::uint32_t gss_request = 80877104;
    if (ntohl(code) != ssl_request && ntohl(code) != gss_request) return read;
    boost::asio::write(client, boost::asio::buffer("N", 1));
  }
  return std::nullopt;
}

}  // namespace tidemark::test::wire
