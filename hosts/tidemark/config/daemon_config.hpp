// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <tidemark/yaml/map_reader.hpp>

#include "../schedule/brand_schedule.hpp"
#include "config_values.hpp"

/// The parts of a config that only `tidemark daemon` uses: hosts/tidemark/daemon.md.
namespace tidemark::host {

/// `daemon:`
struct daemon_config {
  std::string address = "127.0.0.1";  ///< an IP address
  std::uint16_t port = 8080;          ///< 0: any free port
  std::int64_t workers = 2;           ///< brands that run at the same time; 1 to 64
  std::chrono::milliseconds shutdown_timeout{30'000};
  std::string auth_token;  ///< secret; empty: none is needed

  bool operator==(const daemon_config&) const = default;
};

/// `retention:` records older than this are deleted; by default none are.
struct retention_config {
  std::optional<std::int64_t> snapshots_days;
  std::optional<std::int64_t> rejected_days;

  bool operator==(const retention_config&) const = default;
};

/// Reads `daemon:`.
daemon_config read_daemon(const yaml::located_node& node, config_values& values);

/// Reads `retention:`.
retention_config read_retention(const yaml::located_node& node, config_values& values);

/// Reads `schedule`, `time_zone`, `jitter` and `catch_up` of the brand `brand_id`. Without a
/// schedule, the other three are reported.
std::optional<brand_schedule> read_schedule(const yaml::map_reader& brand, std::int64_t brand_id,
                                            config_values& values);

}  // namespace tidemark::host
