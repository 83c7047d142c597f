// SPDX-License-Identifier: GPL-2.0-only
#include "connect.hpp"

#include <poll.h>

#include <cerrno>
#include <chrono>
#include <new>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "failure.hpp"
#include "one_line.hpp"

namespace tidemark::postgres {

namespace {

/// The SQLSTATE in libpq's verbose message `...FATAL:  28P01: text`, in any language; and its text.
struct refusal {
  std::string_view sqlstate;
  std::string_view text;
};

refusal refusal_in(std::string_view message) {
  constexpr std::size_t size = 5;
  for (std::size_t at = message.find(":  "); at != std::string_view::npos;
       at = message.find(":  ", at + 1)) {
    const auto rest = message.substr(at + 3);
    const auto state = rest.substr(0, size);
    if (rest.size() <= size + 2 || rest.substr(size, 2) != ": " || !is_sqlstate(state)) continue;
    const auto text = rest.substr(size + 2);
    return {state, text.substr(0, text.find('\n'))};
  }
  return {};
}

/// Whether the server rejects a setting in `options`, as unknown or invalid.
bool is_wrong_option(std::string_view sqlstate) {
  return sqlstate == "42704" || sqlstate == "22023";
}

error refused(PGconn* connection, const server_address& address) {
  if (PQconnectionNeedsPassword(connection))
    return failure(address.name + ": the server wants a password, and `url` has none; add it, or "
                                  "correct the server's pg_hba.conf");
  const std::string message = PQerrorMessage(connection);
  if (const auto answer = refusal_in(message); !answer.sqlstate.empty()) {
    if (is_wrong_option(answer.sqlstate))
      return usage_error(
          fmt::format("{}: {}; correct `options` in `url`", address.name, answer.text));
    return error_of(answer.sqlstate, address.name, answer.text);
  }
  // These are not the server's words: they show nothing but the host, which is in the name anyway.
  const std::string shown = one_line_of(message);  // the peer may not be PostgreSQL
  if (is_wrong_setting(shown))
    return usage_error(
        fmt::format("{}: `url` cannot be used ({}); correct it", address.name, shown));
  return failure(
      fmt::format("{}: cannot connect ({}); check that the server runs and can be reached, "
                  "or correct `url`",
                  address.name, shown));
}

/// Continues to connect until the connection is open or refused; false when `limit` is over.
bool finish_in_time(PGconn* connection, std::chrono::seconds limit) {
  using namespace std::chrono;
  const auto give_up = steady_clock::now() + limit;
  auto state = PGRES_POLLING_WRITING;
  while (state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED) {
    const auto left = duration_cast<milliseconds>(give_up - steady_clock::now()).count();
    pollfd wanted{PQsocket(connection),
                  static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
    const int ready = left <= 0 ? 0 : ::poll(&wanted, 1, static_cast<int>(left));
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return false;
    state = PQconnectPoll(connection);
  }
  return true;
}

}  // namespace

connection_handle connect(const server_address& address) {
  // The URL overrides what comes before dbname, not what comes after it.
  const char* const names[] = {"fallback_application_name", "keepalives_idle", "dbname",
                               "client_encoding", nullptr};
  const char* const values[] = {"tidemark", "60", address.url.c_str(), "UTF8", nullptr};
  connection_handle own(PQconnectStartParams(names, values, 1));
  if (!own) throw std::bad_alloc();
  PQsetNoticeProcessor(own.get(), [](void*, const char*) {}, nullptr);
  if (PQstatus(own.get()) != CONNECTION_BAD) {
    PQsetErrorVerbosity(own.get(), PQERRORS_VERBOSE);
    if (!finish_in_time(own.get(), address.connect_timeout))
      throw connect_failed(failure(
          fmt::format("{}: no answer within {} s; check that the server runs and can be reached, "
                      "or correct `url`",
                      address.name, address.connect_timeout.count())));
  }
  if (PQstatus(own.get()) != CONNECTION_OK) throw connect_failed(refused(own.get(), address));
  PQsetErrorVerbosity(own.get(), PQERRORS_DEFAULT);
  return own;
}

}  // namespace tidemark::postgres
