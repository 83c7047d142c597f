// SPDX-License-Identifier: GPL-2.0-only
#include "connect.hpp"

#include <poll.h>

#include <algorithm>
#include <charconv>
#include <cerrno>
#include <iterator>
#include <map>
#include <new>
#include <string_view>

#include <tidemark/sync/raw_text.hpp>

#include "failure.hpp"

namespace tidemark::postgres {

namespace {

using conninfo = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

void take(std::map<std::string, std::string>& values, const PQconninfoOption* options) {
  for (; options && options->keyword; ++options)
    if (options->val) values.insert_or_assign(options->keyword, options->val);
}

error unreadable() {
  return usage_error(
      "storage postgres: `url` cannot be read; it must be like "
      "postgresql://USER:PASSWORD@HOST:PORT/DATABASE. In a user name or password each of : / ? # [ "
      "] @ % and a space must be percent-encoded (@ as %40, / as %2F)");
}

bool is_port_list(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == ','; });
}

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

/// Whether libpq says in `message` that it cannot use what `url` asks for, and has asked nobody. In
/// another language it is not known: then it counts as what may get better by itself.
bool is_wrong_setting(std::string_view message) {
  constexpr std::string_view beginnings[] = {
      "invalid ", "could not match ", "could not parse network address ",
      "definition of service ", "service file "};
  return message.find(": invalid integer value ") != message.npos ||
         std::any_of(std::begin(beginnings), std::end(beginnings),
                     [&](std::string_view one) { return message.starts_with(one); });
}

/// What the server says of settings in `options` that it does not know or take.
bool is_wrong_option(std::string_view sqlstate) {
  return sqlstate == "42704" || sqlstate == "22023";
}

error refused(PGconn* connection, const server_address& address) {
  if (PQconnectionNeedsPassword(connection))
    return failure(address.name + ": the server wants a password, and `url` has none; add it, or "
                                  "correct the server's pg_hba.conf");
  const std::string message = PQerrorMessage(connection);
  if (const auto said = refusal_in(message); !said.sqlstate.empty()) {
    if (is_wrong_option(said.sqlstate))
      return usage_error(address.name + ": " + std::string(said.text) +
                         "; correct `options` in `url`");
    return error_of(said.sqlstate, address.name, said.text);
  }
  // Not the server's words, so they show nothing but the host, which is in the name anyway.
  std::string shown = sync::storable_text(message);  // of a peer that may be no PostgreSQL
  while (shown.ends_with('\n')) shown.pop_back();
  std::replace(shown.begin(), shown.end(), '\n', ' ');
  if (is_wrong_setting(shown))
    return usage_error(address.name + ": `url` cannot be used (" + shown + "); correct it");
  return failure(address.name + ": there is no connection (" + shown +
                 "); see that the server runs and can be reached, or correct `url`");
}

/// Goes on with a connection that was started, until it is there, refused, or time is up.
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

result<server_address> address_of(const std::string& url) {
  if (url.empty()) return usage_error("storage postgres: `url` is empty");
  const conninfo given(PQconninfoParse(url.c_str(), nullptr), PQconninfoFree);
  if (!given) return unreadable();
  const conninfo defaults(PQconndefaults(), PQconninfoFree);
  std::map<std::string, std::string> values;
  take(values, defaults.get());
  take(values, given.get());
  // So comes out a password with a character that ends it too early.
  if (values["host"].find('@') != std::string::npos ||
      values["dbname"].find('@') != std::string::npos || !is_port_list(values["port"]))
    return unreadable();

  server_address address;
  address.url = url;
  const std::string& host = values["host"].empty() ? values["hostaddr"] : values["host"];
  const std::string& base = values["dbname"].empty() ? values["user"] : values["dbname"];
  address.name = "database " + base + " on " + (host.empty() ? "this machine" : host);
  if (!host.empty() && !host.starts_with('/')) address.name += ":" + values["port"];
  int seconds = 0;
  const std::string& limit = values["connect_timeout"];
  std::from_chars(limit.data(), limit.data() + limit.size(), seconds);
  if (seconds > 0) address.connect_timeout = std::chrono::seconds(seconds);
  return address;
}

connection_handle connect(const server_address& address) {
  // What stands before dbname can be changed by the URL, what stands after it cannot.
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
          address.name + ": no answer within " + std::to_string(address.connect_timeout.count()) +
          " s; see that the server runs and can be reached, or correct `url`"));
  }
  if (PQstatus(own.get()) != CONNECTION_OK) throw connect_failed(refused(own.get(), address));
  PQsetErrorVerbosity(own.get(), PQERRORS_DEFAULT);
  return own;
}

}  // namespace tidemark::postgres
