// SPDX-License-Identifier: GPL-2.0-only
#include "server_address.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <memory>
#include <new>
#include <optional>

#include <fmt/core.h>

#include "connect.hpp"
#include "one_line.hpp"

namespace tidemark::postgres {

namespace {

using conninfo = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;
using settings = std::map<std::string, std::string>;

constexpr std::string_view unused_address = "?";  // no name and no number: leads nowhere

void take(settings& values, const PQconninfoOption* options) {
  for (; options && options->keyword; ++options)
    if (options->val) values.insert_or_assign(options->keyword, options->val);
}

/// How libpq's message on a URL that it cannot read begins, before it repeats the URL.
struct parse_fault {
  std::string_view beginning;
  std::string_view words;
};

constexpr parse_fault parse_faults[] = {
    {"missing \"=\" after ", "missing \"=\" after a word"},
    {"invalid connection option ", "invalid connection option"},
    {"unterminated quoted string ", "unterminated quoted string"},
    {"end of string reached when looking for matching \"]\" ",
     "missing \"]\" in IPv6 host address"},
    {"IPv6 host address may not be empty ", "IPv6 host address may not be empty"},
    {"unexpected character ", "unexpected character after the IPv6 host address"},
    {"extra key/value separator \"=\" ", "extra key/value separator \"=\" in URI query parameter"},
    {"missing key/value separator \"=\" ",
     "missing key/value separator \"=\" in URI query parameter"},
    {"invalid URI query parameter: \"schema\"",
     "invalid URI query parameter \"schema\"; the option `schema` of the storage names it"},
    {"invalid URI query parameter", "invalid URI query parameter"},
    {"invalid percent-encoded token", "invalid percent-encoded token"},
    {"forbidden value %00 ", "forbidden value %00"},
};

/// libpq's `message` without the parts of the URL that it repeats; empty if it is not known how to
/// remove them.
std::string_view safe_words(std::string_view message) {
  for (const auto& [beginning, words] : parse_faults)
    if (message.starts_with(beginning)) return words;
  return {};
}

error unreadable(std::string_view words = {}) {
  return usage_error(fmt::format(
      "url: it cannot be read{}; it must be like postgresql://USER:PASSWORD@HOST:PORT/DATABASE. In "
      "a user name or password each of : / ? # [ ] @ % and a space must be percent-encoded (@ as "
      "%40, / as %2F)",
      words.empty() ? "" : fmt::format(" ({})", words)));
}

error unusable(std::string_view words) {
  return usage_error(fmt::format("url: it cannot be used ({}); correct it", words));
}

bool is_port_list(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == ','; });
}

/// Whether the part of `url` after its host may contain a piece of a password.
bool may_repeat_password(std::string_view url) {
  const bool is_uri = url.starts_with("postgresql://") || url.starts_with("postgres://");
  const auto query = is_uri ? url.substr(std::min(url.find('?'), url.size())) : url;
  return query.find('@') != query.npos || query.find("password") != query.npos;
}

/// Why libpq would not use `url`, whose settings are `values`. Asks libpq itself, with an address
/// that leads nowhere in place of the server's, so that it contacts no server.
std::optional<error> find_unusable(const std::string& url, settings& values) {
  const std::string& hosts = values["hostaddr"].empty() ? values["host"] : values["hostaddr"];
  std::string nowhere(unused_address);
  for (const char c : hosts)
    if (c == ',') nowhere += "," + std::string(unused_address);
  // Given a password, libpq does not look for one in a file.
  const char* const names[] = {"dbname", "hostaddr", "password", nullptr};
  const char* const given[] = {url.c_str(), nowhere.c_str(), "-", nullptr};
  const connection_handle own(PQconnectStartParams(names, given, 1));
  if (!own) throw std::bad_alloc();
  std::string_view message = PQerrorMessage(own.get());
  while (!message.empty()) {
    const auto end = std::min(message.find('\n'), message.size());
    const std::string line = one_line_of(message.substr(0, end));
    message.remove_prefix(std::min(end + 1, message.size()));
    const bool is_ours = line.starts_with(
        fmt::format("could not parse network address \"{}\"", unused_address));
    if (!is_ours && is_wrong_setting(line))
      return may_repeat_password(url) ? unreadable() : unusable(line);
  }
  return std::nullopt;
}

}  // namespace

bool is_wrong_setting(std::string_view message) {
  constexpr std::string_view beginnings[] = {
      "invalid ", "could not match ", "could not parse network address ",
      "definition of service ", "service file "};
  return message.find(": invalid integer value ") != message.npos ||
         std::any_of(std::begin(beginnings), std::end(beginnings),
                     [&](std::string_view beginning) { return message.starts_with(beginning); });
}

result<server_address> address_of(const std::string& url) {
  if (url.empty())
    return usage_error("url: it is empty; it must be like "
                       "postgresql://USER:PASSWORD@HOST:PORT/DATABASE");
  char* words = nullptr;
  const conninfo given(PQconninfoParse(url.c_str(), &words), PQconninfoFree);
  const std::unique_ptr<char, decltype(&PQfreemem)> own_words(words, PQfreemem);
  if (!given) return unreadable(words ? safe_words(words) : std::string_view());
  const conninfo defaults(PQconndefaults(), PQconninfoFree);
  settings values;
  take(values, defaults.get());
  take(values, given.get());
  // This is how a URL is read whose password contains a character that ends it too early.
  if (values["host"].find('@') != std::string::npos ||
      values["dbname"].find('@') != std::string::npos || !is_port_list(values["port"]))
    return unreadable();
  if (const auto unusable = find_unusable(url, values)) return *unusable;

  server_address address;
  address.url = url;
  const std::string& host = values["host"].empty() ? values["hostaddr"] : values["host"];
  const std::string& base = values["dbname"].empty() ? values["user"] : values["dbname"];
  address.name = fmt::format("database {} on {}", base, host.empty() ? "this machine" : host);
  if (!host.empty() && !host.starts_with('/')) address.name += ":" + values["port"];
  address.name = one_line_of(address.name);
  int seconds = 0;
  const std::string& limit = values["connect_timeout"];
  std::from_chars(limit.data(), limit.data() + limit.size(), seconds);
  if (seconds > 0) address.connect_timeout = std::chrono::seconds(seconds);
  return address;
}

}  // namespace tidemark::postgres
