// SPDX-License-Identifier: BSL-1.0
#include "daemon_config.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include <fmt/core.h>
#include <boost/asio/ip/address.hpp>

#include <tidemark/policy/words.hpp>
#include <tidemark/value/utf8.hpp>

#include "config_issues.hpp"

namespace tidemark::host {

namespace {

using yaml::located_node;
using yaml::map_reader;

constexpr std::chrono::hours day{24};
constexpr std::int64_t retention_days_max = 36'500;
constexpr std::size_t token_bytes_enough = 16;

void warn(config_values& values, diagnostics::location at, std::string message) {
  values.found().push_back({diagnostics::severity::warning, at, std::move(message), std::nullopt});
}

/// Reads `ADDRESS:PORT`, an IPv6 address in brackets.
void read_listen(const located_node& node, config_values& values, daemon_config& daemon) {
  const auto text = values.text(node, "an address and a port");
  if (!text) return;
  const auto colon = text->rfind(':');
  std::string_view host = std::string_view(*text).substr(0, colon);
  const std::string_view number =
      colon == text->npos ? std::string_view() : std::string_view(*text).substr(colon + 1);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  boost::system::error_code fault;
  const auto address = boost::asio::ip::make_address(std::string(host), fault);
  std::uint16_t port = 0;
  const auto [end, wrong] = std::from_chars(number.data(), number.data() + number.size(), port);
  if (!fault && wrong == std::errc{} && end == number.data() + number.size() &&
      address.is_v6() == bracketed) {
    daemon.address = address.to_string();
    daemon.port = port;
    return;
  }
  report_issue(values.found(), node.at,
               "\"listen\": expected an IP address and a port, such as 127.0.0.1:8080 or "
               "[::1]:8080, found " + in_quotes(node.text));
}

/// Reads `auth_token`, which an Authorization field must be able to carry.
void read_token(const located_node& node, config_values& values, daemon_config& daemon) {
  auto token = values.secret(node, "a token");
  if (!token) return;
  const auto visible = [](char byte) { return byte > ' ' && byte <= '~'; };
  if (!std::all_of(token->begin(), token->end(), visible))
    return report_issue(
        values.found(), node.at,
        "\"auth_token\": a header field cannot carry this token; use ASCII letters, "
        "digits and punctuation without spaces, such as the output of openssl rand "
        "-hex 32");
  if (token->size() < token_bytes_enough)
    warn(values, node.at,
         fmt::format("\"auth_token\": a token of fewer than {} characters can be guessed; use the "
                     "output of openssl rand -hex 32",
                     token_bytes_enough));
  daemon.auth_token = std::move(*token);
}

/// Warns if other machines can reach the daemon, and it needs no token.
void warn_of_exposure(const map_reader& map, config_values& values, const daemon_config& daemon) {
  const auto* listen = map.find("listen");
  if (listen == nullptr || map.find("auth_token") != nullptr) return;
  if (boost::asio::ip::make_address(daemon.address).is_loopback()) return;
  warn(values, listen->at,
       "\"listen\": anyone who can reach this address can read all metrics and start runs; set "
       "daemon.auth_token, or listen on 127.0.0.1");
}

}  // namespace

daemon_config read_daemon(const located_node& node, config_values& values) {
  static constexpr std::array<std::string_view, 4> keys{"listen", "workers", "shutdown_timeout",
                                                        "auth_token"};
  daemon_config daemon;
  const map_reader map(node, keys, values.found());
  if (!map.is_map()) return daemon;
  if (const auto* listen = map.find("listen")) read_listen(*listen, values, daemon);
  if (const auto* workers = map.find("workers"))
    if (const auto number = values.positive(*workers, 64)) daemon.workers = *number;
  if (const auto* timeout = map.find("shutdown_timeout"))
    if (const auto length = values.duration(*timeout, day)) daemon.shutdown_timeout = *length;
  if (const auto* token = map.find("auth_token")) read_token(*token, values, daemon);
  warn_of_exposure(map, values, daemon);
  return daemon;
}

retention_config read_retention(const located_node& node, config_values& values) {
  static constexpr std::array<std::string_view, 2> keys{"snapshots_days", "rejected_days"};
  retention_config retention;
  const map_reader map(node, keys, values.found());
  if (!map.is_map()) return retention;
  if (const auto* days = map.find("snapshots_days"))
    retention.snapshots_days = values.positive(*days, retention_days_max);
  if (const auto* days = map.find("rejected_days"))
    retention.rejected_days = values.positive(*days, retention_days_max);
  return retention;
}

std::optional<brand_schedule> read_schedule(const map_reader& brand, std::int64_t brand_id,
                                            config_values& values) {
  auto& found = values.found();
  const auto* schedule = brand.find("schedule");
  if (!schedule) {
    for (const std::string_view key : {"time_zone", "jitter", "catch_up"})
      if (const auto* node = brand.find(key))
        report_issue(found, node->key.at,
                     in_quotes(key) + " has no effect without \"schedule\"; add schedule: @daily");
    return std::nullopt;
  }
  std::string zone = "UTC";
  const auto* zone_node = brand.find("time_zone");
  if (zone_node) {
    auto name = values.text(*zone_node, "a time zone such as Europe/Berlin");
    if (!name) return std::nullopt;
    zone = std::move(*name);
  }
  const auto line = values.text(*schedule, "a schedule such as 15 6 * * * or @daily");
  if (!line) return std::nullopt;
  const auto fields = parse_cron(*line);
  if (!fields) report_issue(found, schedule->at, fields.error().message);
  const auto times = cron_schedule::read(fields ? *line : "@daily", zone);
  if (!times)
    report_issue(found, zone_node ? zone_node->at : schedule->at, times.error().message);
  if (!fields || !times) return std::nullopt;

  brand_schedule read{brand_id, *times};
  if (const auto* jitter = brand.find("jitter"))
    if (const auto length = values.duration(*jitter, day)) {
      read.jitter = *length;
      if (const auto pause = times->shortest_pause(now()); *length >= pause)
        report_issue(found, jitter->at,
                     fmt::format("the jitter must be shorter than the time between two runs, which "
                                 "is {}m; otherwise a run is due before the previous one starts",
                                 pause.count()));
    }
  if (const auto* missed = brand.find("catch_up"))
    if (const auto word = values.text(*missed, "none or last")) {
      if (const auto known = policy::find_word<catch_up>(catch_up_words, *word))
        read.on_missed = *known;
      else
        report_issue(found, missed->at,
                     "\"catch_up\": expected none (missed runs are not repeated) or last (the last "
                     "missed run is run as soon as possible), found " +
                         in_quotes(missed->text));
    }
  return read;
}

}  // namespace tidemark::host
