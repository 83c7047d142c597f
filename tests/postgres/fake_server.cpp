// SPDX-License-Identifier: BSL-1.0
// usage: fake_server FOLDER old|garbage|endless|silent
//
// Listens on a Unix socket in FOLDER and answers every connection like a PostgreSQL 12 that does
// not know our settings, like something that is not PostgreSQL, like something that begins a long
// message and never ends it, or not at all.
#include <chrono>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "wire.hpp"

namespace {

using namespace tidemark::test;
using namespace std::string_view_literals;

void be_old(wire::socket& client) {
  if (!wire::read_startup(client)) return;
  const wire::message ready{'Z', "I"};
  wire::write_message(client, {'R', std::string("\0\0\0\0"sv)});  // logged in
  wire::write_message(client, {'S', std::string("server_version\0" "12.22\0"sv)});
  wire::write_message(client, {'S', std::string("client_encoding\0UTF8\0"sv)});
  wire::write_message(client, ready);
  while (wire::read_message(client)) {
    wire::write_message(
        client, {'E', std::string("SERROR\0VERROR\0C42704\0Munrecognized parameter\0\0"sv)});
    wire::write_message(client, ready);
  }
}

void answer(wire::socket client, const std::string& manner) {
  if (manner == "old") return be_old(client);
  const auto sent = manner == "garbage" ? "\x9f\x1b[31m\x02\xf3\x80 220 ready\r\n"sv
                    : manner == "endless" ? "R\x3f\xff\xff\xff"sv
                                          : ""sv;
  boost::asio::write(client, boost::asio::buffer(sent));
  if (manner != "garbage") std::this_thread::sleep_for(std::chrono::minutes(1));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: fake_server FOLDER old|garbage|endless|silent\n");
    return 2;
  }
  try {
    boost::asio::io_context io;
    auto acceptor = wire::listen_in(io, argv[1]);
    for (;;)
      std::thread([client = acceptor.accept(), manner = std::string(argv[2])]() mutable {
        try {
          answer(std::move(client), manner);
        } catch (const std::exception&) {  // the client ended the connection first
        }
      }).detach();
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "fake_server: %s\n", problem.what());
    return 1;
  }
}
