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

#include "access_guard.hpp"
#include "problem.hpp"
#include "reading_threads.hpp"
#include "routes.hpp"
#include "session.hpp"

namespace tidemark::host {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr int control_threads = 2;  // so that a slow reload does not hold up /metrics

std::string shown(const http_server_options& options) {
  const bool v6 = options.address.find(':') != std::string::npos;
  return (v6 ? "[" + options.address + "]" : options.address) + ":" + std::to_string(options.port);
}

/// What `answer` makes, or the problem that it ended with.
template <typename Answer>
http_response caught(const Answer& answer) {
  try {
    return finished(answer());
  } catch (const std::exception& fault) {
    return finished(to_response({500, std::string("an internal error: ") + fault.what(), {}}));
  }
}

error cannot_listen(const http_server_options& options, const boost::system::error_code& code) {
  const std::string at = "cannot listen on " + shown(options) + ": ";
  if (code == asio::error::address_in_use)
    return usage_error(at + "another program listens there; stop it, or set daemon.listen to "
                            "another port");
  if (code == asio::error::access_denied)
    return usage_error(at + "ports below 1024 are for root; set daemon.listen to a higher one");
  if (code == boost::system::errc::address_not_available)  // when the network is up it may
    return failure(at + "this machine does not have that address, or not yet; set daemon.listen to "
                        "one that it has");
  return usage_error(at + code.message() + "; set daemon.listen to an address of this machine");
}

}  // namespace

/// The server at work: what `http_server` hides of Asio.
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
      return usage_error("daemon.listen: \"" + options_.address +
                         "\" is no IP address and not localhost");
    const tcp::endpoint at(address, options_.port);
    acceptor_.open(at.protocol(), code);
    if (!code) acceptor_.set_option(tcp::acceptor::reuse_address(true), code);
    if (!code) acceptor_.bind(at, code);
    if (!code) acceptor_.listen(tcp::acceptor::max_listen_connections, code);
    if (code) return cannot_listen(options_, code);
    port_ = acceptor_.local_endpoint().port();
    guard_.emplace(options_.auth_token, address.is_loopback());
    readers_.emplace(options_.reading_threads, open_);
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
      if (code) {  // out of file descriptors, say: others have to end first
        asio::steady_timer pause(io_, std::chrono::milliseconds(100));
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, code));
        continue;
      }
      socket.set_option(tcp::no_delay(true), code);
      begin(std::move(socket));
    }
  }

  void begin(tcp::socket socket) {
    const auto one = std::make_shared<session>(
        std::move(socket), options_.limits,
        [this](http_request request, answer_taker taker) { handle(request, std::move(taker)); });
    const std::size_t most = options_.limits.connections;
    if (served_.size() >= most) end_longest_idle();
    const bool serve = served_.size() < most;
    auto& among = serve ? served_ : refused_;
    if (among.size() >= most) return one->close();
    among.insert(one);
    asio::co_spawn(io_, serve ? one->serve() : one->refuse(),
                   [this, one, &among](std::exception_ptr) {
                     among.erase(one);
                     if (stopping_ && is_empty()) io_.stop();
                   });
  }

  /// Makes room: a connection that waits for its next request can come again.
  void end_longest_idle() {
    std::shared_ptr<session> longest;
    for (const auto& one : served_)
      if (one->idle_since() && (!longest || *one->idle_since() < *longest->idle_since()))
        longest = one;
    if (!longest) return;
    longest->close();
    served_.erase(longest);
  }

  bool is_empty() const { return served_.empty() && refused_.empty(); }

  void handle(const http_request& request, answer_taker taker) {
    std::optional<routed> found;
    try {
      found = route(request, *guard_, daemon_, now());
    } catch (const std::exception& fault) {
      found = to_response({500, std::string("an internal error: ") + fault.what(), {}});
    }
    if (auto* answer = std::get_if<http_response>(&*found)) {
      taker.take(finished(std::move(*answer)));
    } else if (auto* control = std::get_if<control_job>(&*found)) {
      asio::post(*controls_, [work = std::move(*control), taker = std::move(taker)] {
        taker.take(caught([&] { return work.answer(); }));
      });
    } else {
      auto& work = std::get<reading_job>(*found);
      const bool long_one = work.looks_at_all;
      readers_->post(
          [answer = std::move(work.answer), taker = std::move(taker)](storage_reader& reader) {
            if (!*taker.given_up) taker.take(caught([&] { return answer(reader); }));
          },
          long_one);
    }
  }

  void finish() {
    stopping_ = true;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    auto open = served_;  // they leave the set when they end
    open.insert(refused_.begin(), refused_.end());
    for (const auto& one : open) one->finish();
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
  std::set<std::shared_ptr<session>> served_;
  std::set<std::shared_ptr<session>> refused_;  // linger until they have read why
  bool stopping_ = false;
  std::uint16_t port_ = 0;
  std::optional<asio::thread_pool> controls_;
  std::optional<reading_threads> readers_;
  std::thread thread_;
};

http_server::http_server(http_server_options options, daemon_control& daemon, storage_opener open)
    : own_(std::make_unique<service>(std::move(options), daemon, std::move(open))) {}

http_server::~http_server() { stop(); }

result<void> http_server::start() { return own_->start(); }

std::uint16_t http_server::port() const { return own_->port(); }

void http_server::stop() { own_->stop(); }

}  // namespace tidemark::host
