// SPDX-License-Identifier: BSL-1.0
#include "http_connection.hpp"

#include <array>
#include <string_view>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include "../problem.hpp"
#include "date_field.hpp"
#include "request_validation.hpp"
#include "routes.hpp"

namespace tidemark::host {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace {

auto redirected(beast::error_code& code) { return asio::redirect_error(asio::use_awaitable, code); }

http_method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get: return http_method::get;
    case http::verb::head: return http_method::head;
    case http::verb::post: return http_method::post;
    default: return http_method::other;
  }
}

/// A head as a request, without its body.
http_request to_request(const http::request<http::string_body>& read) {
  const auto field = [&](auto name) { return std::string(read[name]); };
  return {method_of(read.method()), std::string(read.target()), field(http::field::host),
          field(http::field::origin), field("Sec-Fetch-Site"), field(http::field::authorization),
          field(http::field::cookie), field("X-Forwarded-Proto"),
          field(http::field::if_none_match), {}};
}

std::string_view text_in(const beast::flat_buffer& buffer) {
  return {static_cast<const char*>(buffer.data().data()), buffer.size()};
}

// GCC 12 destroys braced arguments in a co_await expression twice (GCC bug 98401). Answers are
// therefore created in separate statements.
http_response refusal_of(const problem& what) { return with_standard_fields(to_response(what)); }

/// Passes an answer from another thread to the connection that waits for it.
struct mailbox {
  explicit mailbox(const asio::any_io_executor& on) : arrived(on) {}

  asio::steady_timer arrived;  ///< is cancelled when the answer arrives
  std::optional<http_response> answer;
};

}  // namespace

http_connection::http_connection(asio::ip::tcp::socket socket, const http_limits& limits,
                                 request_handler handle)
    : stream_(std::move(socket)),
      buffer_(limits.head_bytes + limits.body_bytes + 4096),
      read_by_(stream_.get_executor()),
      limits_(limits),
      handle_(std::move(handle)) {}

std::optional<std::chrono::steady_clock::time_point> http_connection::idle_since() const {
  const auto earliest = std::chrono::steady_clock::now() - std::chrono::seconds(1);
  if (idle_since_ && !has_served_ && *idle_since_ > earliest) return std::nullopt;
  return idle_since_;
}

void http_connection::finish() {
  finishing_ = true;
  if (idle_since_) close();
}

void http_connection::close() { stream_.close(); }

asio::awaitable<void> http_connection::serve() {
  const auto alive = shared_from_this();
  while (co_await wait_for_request()) {
    if (!co_await serve_one()) break;
    has_served_ = true;
  }
  co_await linger_close();
}

asio::awaitable<void> http_connection::refuse() {
  const auto alive = shared_from_this();
  http_response answer = refusal_of({503, "too many connections; try again", {}});
  co_await send(std::move(answer), true, false);
  co_await linger_close();
}

/// Waits for the first bytes of a request, and skips an empty line that some clients send before it
/// (RFC 9112 section 2.2). False if none arrives.
asio::awaitable<bool> http_connection::wait_for_request() {
  for (bool may_skip = true;;) {
    if (may_skip && text_in(buffer_).starts_with("\r\n")) {
      buffer_.consume(2);
      may_skip = false;
    }
    if (buffer_.size() > 0) co_return true;
    beast::error_code code;
    idle_since_ = std::chrono::steady_clock::now();
    stream_.expires_after(has_served_ ? limits_.idle_time : limits_.head_time);
    const std::size_t count =
        co_await stream_.async_read_some(buffer_.prepare(4096), redirected(code));
    buffer_.commit(count);
    idle_since_.reset();
    if (code) co_return false;
  }
}

/// Ends reading with `operation_aborted` after the time limit, so that the connection can still
/// carry an answer. If the limit is reached between two reads, the stream's own limit closes it.
void http_connection::limit_reading() {
  stream_.expires_after(limits_.head_time + std::chrono::seconds(1));
  read_by_.expires_after(limits_.head_time);
  read_by_.async_wait([alive = shared_from_this()](const beast::error_code&) {
    if (alive->read_by_.expiry() <= std::chrono::steady_clock::now()) alive->stream_.cancel();
  });
}

/// Reads one request, and returns its fault, if any. If the client is gone, only `code` is set.
asio::awaitable<std::optional<problem>> http_connection::read_request(parser& read,
                                                                      http_request& request,
                                                                      beast::error_code& code) {
  co_await http::async_read_header(stream_, buffer_, read, redirected(code));
  if (code) co_return reading_problem(code, text_in(buffer_));
  // The request is made of the head before a trailer can change it (RFC 9110 section 6.5.1).
  request = to_request(read.get());
  if (const auto fault = validate_head(read.get())) co_return fault;
  if (read.is_done()) co_return std::nullopt;
  if (beast::iequals(read.get()[http::field::expect], "100-continue")) {
    constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await asio::async_write(stream_, asio::buffer(go_on), redirected(code));
  }
  if (!code) co_await http::async_read(stream_, buffer_, read, redirected(code));
  if (code) co_return reading_problem(code, text_in(buffer_));
  request.body = std::move(read.get().body());
  co_return std::nullopt;
}

/// Reads and answers one request. False if the connection ends after it.
asio::awaitable<bool> http_connection::serve_one() {
  parser read;
  read.header_limit(static_cast<std::uint32_t>(limits_.head_bytes));
  read.body_limit(limits_.body_bytes);
  http_request request;
  beast::error_code code;
  limit_reading();
  const auto fault = co_await read_request(read, request, code);
  read_by_.expires_at(asio::steady_timer::time_point::max());
  if (code && !fault) co_return false;
  const bool with_body = request.method != http_method::head;
  http_response answer;
  if (fault) answer = refusal_of(*fault);
  else answer = co_await answer_to(std::move(request));
  co_return co_await send(std::move(answer), with_body, !fault && read.keep_alive() && !finishing_);
}

/// The answer to the request, or status 503 after the time limit.
asio::awaitable<http_response> http_connection::answer_to(http_request request) {
  const auto executor = stream_.get_executor();
  const auto box = std::make_shared<mailbox>(executor);
  box->arrived.expires_after(limits_.answer_time);
  const auto abandoned = std::make_shared<std::atomic<bool>>(false);
  const auto deliver = [box, executor](http_response answer) {
    asio::post(executor, [box, answer = std::move(answer)]() mutable {
      box->answer = std::move(answer);
      box->arrived.cancel();
    });
  };
  response_callback callback{deliver, abandoned};
  handle_(std::move(request), std::move(callback));
  if (!box->answer) {
    beast::error_code cancelled;
    co_await box->arrived.async_wait(redirected(cancelled));
  }
  if (box->answer) co_return std::move(*box->answer);
  *abandoned = true;
  co_return refusal_of({503, "the answer took too long; try again", {}});
}

/// Sends an answer. False if the connection must end after it.
asio::awaitable<bool> http_connection::send(http_response answer, bool with_body, bool keep_alive) {
  http::response<http::string_body> message(static_cast<http::status>(answer.status), 11);
  if (answer.status >= 400) message.reason(status_title(answer.status));
  message.set(http::field::date, date_field(now()));
  if (!answer.content_type.empty()) message.set(http::field::content_type, answer.content_type);
  for (const auto& [name, value] : answer.fields) message.insert(name, value);
  if (answer.status != 304) message.content_length(answer.body.size());
  message.keep_alive(keep_alive);
  if (with_body) message.body() = std::move(answer.body);

  beast::error_code code;
  stream_.expires_after(limits_.write_time);
  http::response_serializer<http::string_body> serializer(message);
  if (with_body) co_await http::async_write(stream_, serializer, redirected(code));
  else co_await http::async_write_header(stream_, serializer, redirected(code));
  co_return !code && keep_alive;
}

/// Ends the connection so that the client can still read the answer. Bytes that it sends meanwhile
/// are read and dropped, up to a limit, because otherwise closing would reset the connection.
asio::awaitable<void> http_connection::linger_close() {
  constexpr std::size_t dropped_max = 64 * 1024;
  beast::error_code code;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, code);
  stream_.expires_after(std::chrono::seconds(2));
  std::array<char, 4096> dropped;
  for (std::size_t count = 0; !code && count < dropped_max;)
    count += co_await stream_.async_read_some(asio::buffer(dropped), redirected(code));
  stream_.close();
}

}  // namespace tidemark::host
