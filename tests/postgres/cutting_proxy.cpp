// SPDX-License-Identifier: BSL-1.0
// usage: cutting_proxy SERVER_FOLDER FOLDER STEPS before|after [down]
//
// Listens on a Unix socket in FOLDER, hands every connection on to the server that listens in
// SERVER_FOLDER, and once, on the first connection on which a host sends the messages of STEPS in
// this order, closes both sides: before the last of them is forwarded, or after the server has
// executed it, so that its answer is lost. With `down` no more connections are accepted.
//
// STEPS is a list with commas: CopyData, CopyDone, or Query:TEXT, a statement that begins so.
#include <poll.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <tidemark/value/ascii.hpp>

#include "wire.hpp"

namespace {

using namespace tidemark::test;

bool fits(std::string_view step, const wire::message& sent) {
  if (step == "CopyData") return sent.type == 'd';
  if (step == "CopyDone") return sent.type == 'c';
  constexpr std::string_view query = "Query:";
  if (!step.starts_with(query) || sent.type != 'Q') return false;
  return tidemark::ascii_lower(sent.content)
      .starts_with(tidemark::ascii_lower(step.substr(query.size())));
}

/// Where to cut; shared by all connections.
struct cut_point {
  std::vector<std::string> steps;
  bool after = false;
  bool down = false;
  std::atomic<bool> done = false;
};

class relay {
 public:
  relay(wire::socket client, wire::socket server, cut_point& cut)
      : client_(std::move(client)), server_(std::move(server)), cut_(cut) {}

  /// Forwards messages until one side ends, or the cut; the sockets are closed with this object.
  void run() {
    const auto startup = wire::read_startup(client_);
    if (!startup || !wire::write_message(server_, *startup)) return;
    pollfd ends[2] = {{client_.native_handle(), POLLIN, 0}, {server_.native_handle(), POLLIN, 0}};
    while (::poll(ends, 2, -1) > 0) {
      if (ends[1].revents != 0) {
        const auto message = wire::read_message(server_);
        if (!message || !wire::write_message(client_, *message)) return;
      } else if (ends[0].revents != 0) {
        const auto request = wire::read_message(client_);
        if (!request || !forward(*request)) return;
      }
    }
  }

 private:
  /// False at the cut.
  bool forward(const wire::message& request) {
    if (step_ < cut_.steps.size() && fits(cut_.steps[step_], request)) ++step_;
    if (step_ < cut_.steps.size() || cut_.done.exchange(true))
      return wire::write_message(server_, request);
    if (cut_.after && wire::write_message(server_, request)) await_answer();
    if (cut_.down) std::exit(0);
    return false;
  }

  void await_answer() {
    constexpr char ready_for_query = 'Z';
    while (const auto message = wire::read_message(server_))
      if (message->type == ready_for_query) return;
  }

  wire::socket client_;
  wire::socket server_;
  cut_point& cut_;
  std::size_t step_ = 0;  ///< of cut_.steps that were seen
};

void serve(const std::string& server_folder, const std::string& folder, cut_point& cut) {
  boost::asio::io_context io;
  auto acceptor = wire::listen_in(io, folder);
  for (;;) {
    wire::socket client = acceptor.accept();
    wire::socket server(io);
    boost::system::error_code refused;
    server.connect(wire::protocol::endpoint(wire::socket_path(server_folder)), refused);
    if (refused) continue;  // the server is down, so the host must not connect
    std::thread([from = std::move(client), to = std::move(server), &cut]() mutable {
      try {
        relay(std::move(from), std::move(to), cut).run();
      } catch (const std::exception& problem) {
        std::fprintf(stderr, "cutting_proxy: %s\n", problem.what());
      }
    }).detach();
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> given(argv + 1, argv + argc);
  if (given.size() < 4) {
    std::fprintf(stderr, "usage: cutting_proxy SERVER_FOLDER FOLDER STEPS before|after [down]\n");
    return 2;
  }
  cut_point cut;
  std::istringstream steps(given[2]);
  for (std::string step; std::getline(steps, step, ',');) cut.steps.push_back(step);
  cut.after = given[3] == "after";
  cut.down = given.size() > 4;
  try {
    serve(given[0], given[1], cut);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "cutting_proxy: %s\n", problem.what());
    return 1;
  }
}
