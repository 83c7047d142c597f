// SPDX-License-Identifier: BSL-1.0
#include "http_server.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <set>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/core.h>

#include "../access_guard.hpp"
#include "../problem.hpp"
#include "http_connection.hpp"
#include "reader_pool.hpp"
#include "routes.hpp"

namespace tidemark::host {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr int control_threads = 2;  // so that a slow reload does not block /metrics

std::string shown(const http_server_options& options) {
  const bool v6 = options.address.find(':') != std::string::npos;
  return v6 ? fmt::format("[{}]:{}", options.address, options.port)
            : fmt::format("{}:{}", options.address, options.port);
}

/// The answer, or status 500 if `answer` throws.
template <typename Answer>
http_response answer_or_500(const Answer& answer) {
  try {
    return with_standard_fields(answer());
  } catch (const std::exception& fault) {
    return with_standard_fields(
        to_response({500, fmt::format("an internal error: {}", fault.what()), {}}));
  }
}

error cannot_listen(const http_server_options& options, const boost::system::error_code& code) {
  const std::string at = fmt::format("cannot listen on {}: ", shown(options));
  if (code == asio::error::address_in_use)
    return usage_error(at + "another program listens there; stop it, or set daemon.listen to "
                            "another port");
  if (code == asio::error::access_denied)
    return usage_error(at + "ports below 1024 need root; set daemon.listen to a higher port");
  if (code == boost::system::errc::address_not_available)  // the network may not be up yet
    return failure(at +
                   "this machine does not have that address (yet); set daemon.listen to one of "
                   "its addresses");
  return usage_error(fmt::format("{}{}; set daemon.listen to an address of this machine", at,
                                 code.message()));
}

}  // namespace

/// The running server, which hides Asio from users of `http_server`.
class http_server::service {
 public:
  service(http_server_options options, daemon_control& daemon, storage_opener open)
      : options_(std::move(options)), daemon_(daemon), open_(std::move(open)),
        acceptor_(io_) {}

  result<void> start() {
    boost::system::error_code code;
    const auto address = asio::ip::make_address(
        options_.address == "localhost" ? "127.0.0.1" : options_.address, code);
    if (code)
      return usage_error(
          fmt::format("daemon.listen: \"{}\" is neither an IP address nor localhost",
                      options_.address));
    const tcp::endpoint at(address, options_.port);
    acceptor_.open(at.protocol(), code);
    if (!code) acceptor_.set_option(tcp::acceptor::reuse_address(true), code);
    if (!code) acceptor_.bind(at, code);
    if (!code) acceptor_.listen(tcp::acceptor::max_listen_connections, code);
    if (code) return cannot_listen(options_, code);
    port_ = acceptor_.local_endpoint().port();
    guard_.emplace(options_.auth_token, address.is_loopback());
    readers_.emplace(options_.reader_threads, open_);
    controls_.emplace(control_threads);
    asio::co_spawn(io_, accept(), asio::detached);
    thread_ = std::thread([this] { io_.run(); });
    return {};
  }

  std::uint16_t port() const { return port_; }

  void stop() {
    if (!thread_.joinable()) return;
    asio::post(io_, [this] { finish(); });
    thread_.join();
    readers_.reset();
    controls_->join();
  }

 private:
  asio::awaitable<void> accept() {
    for (;;) {
      boost::system::error_code code;
      tcp::socket socket =
          co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, code));
      if (!acceptor_.is_open()) co_return;
      if (code) {  // such as no free file descriptor: other connections must end first
        asio::steady_timer pause(io_, std::chrono::milliseconds(100));
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, code));
        continue;
      }
      socket.set_option(tcp::no_delay(true), code);
      begin(std::move(socket));
    }
  }

  void begin(tcp::socket socket) {
    const auto connection =
        std::make_shared<http_connection>(std::move(socket), options_.limits,
                                          [this](http_request request, response_callback callback) {
                                            handle(request, std::move(callback));
                                          });
    const std::size_t most = options_.limits.connections;
    if (served_.size() >= most) end_longest_idle();
    const bool serve = served_.size() < most;
    auto& among = serve ? served_ : refused_;
    if (among.size() >= most) return connection->close();
    among.insert(connection);
    asio::co_spawn(io_, serve ? connection->serve() : connection->refuse(),
                   [this, connection, &among](std::exception_ptr) {
                     among.erase(connection);
                     if (stopping_ && is_empty()) io_.stop();
                   });
  }

  /// Closes the connection that has been idle for the longest time: its client can reconnect.
  void end_longest_idle() {
    std::shared_ptr<http_connection> longest;
    for (const auto& connection : served_)
      if (connection->idle_since() &&
          (!longest || *connection->idle_since() < *longest->idle_since()))
        longest = connection;
    if (!longest) return;
    longest->close();
    served_.erase(longest);
  }

  bool is_empty() const { return served_.empty() && refused_.empty(); }

  void handle(const http_request& request, response_callback callback) {
    std::optional<routed> found;
    try {
      found = route(request, *guard_, daemon_, now());
    } catch (const std::exception& fault) {
      found = to_response({500, fmt::format("an internal error: {}", fault.what()), {}});
    }
    if (auto* answer = std::get_if<http_response>(&*found)) {
      callback.deliver(with_standard_fields(std::move(*answer)));
    } else if (auto* control = std::get_if<control_job>(&*found)) {
      asio::post(*controls_, [work = std::move(*control), callback = std::move(callback)] {
        callback.deliver(answer_or_500([&] { return work.answer(); }));
      });
    } else {
      auto& work = std::get<storage_job>(*found);
      const bool is_long = work.scans_all;
      readers_->post(
          [answer = std::move(work.answer),
           callback = std::move(callback)](reconnecting_storage& reader) {
            if (!*callback.abandoned)
              callback.deliver(answer_or_500([&] { return answer(reader); }));
          },
          is_long);
    }
  }

  void finish() {
    stopping_ = true;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    auto open = served_;  // connections remove themselves from the set
    open.insert(refused_.begin(), refused_.end());
    for (const auto& connection : open) connection->finish();
    if (is_empty()) return io_.stop();
    last_.emplace(io_, options_.limits.stop_time);
    last_->async_wait([this](const boost::system::error_code&) { io_.stop(); });
  }

  const http_server_options options_;
  daemon_control& daemon_;
  const storage_opener open_;
  std::optional<access_guard> guard_;
  asio::io_context io_{1};
  tcp::acceptor acceptor_;
  std::optional<asio::steady_timer> last_;
  std::set<std::shared_ptr<http_connection>> served_;
  std::set<std::shared_ptr<http_connection>> refused_;  // linger until their clients have read why
  bool stopping_ = false;
  std::uint16_t port_ = 0;
  std::optional<asio::thread_pool> controls_;
  std::optional<reader_pool> readers_;
  std::thread thread_;
};

http_server::http_server(http_server_options options, daemon_control& daemon, storage_opener open)
    : own_(std::make_unique<service>(std::move(options), daemon, std::move(open))) {}

http_server::~http_server() { stop(); }

result<void> http_server::start() { return own_->start(); }

std::uint16_t http_server::port() const { return own_->port(); }

void http_server::stop() { own_->stop(); }

}  // namespace tidemark::host
