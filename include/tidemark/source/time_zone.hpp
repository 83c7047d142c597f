// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <date/tz.h>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <tidemark/result.hpp>
#include <tidemark/value/timestamp.hpp>
#include <tidemark/videos/row_time.hpp>

/// Time zones by their IANA names, from the system's tzdata. Code that includes this must link
/// date-tz (CMake: date::date-tz); nothing else under include/tidemark needs it.
namespace tidemark::source {

/// The clock of one time zone.
class time_zone_clock final : public videos::wall_clock {
 public:
  explicit time_zone_clock(const ::date::time_zone& zone) : zone_(&zone) {}

  std::string_view name() const override { return zone_->name(); }

  std::optional<timestamp> moment_of(timestamp shown) const override;

 private:
  const ::date::time_zone* zone_;  // lives as long as the program
};

/// The time zone `name`, which lives as long as the program.
/// Error (usage): there is no such zone, or no tzdata.
result<const ::date::time_zone*> find_time_zone(const std::string& name);

/// The clock of the time zone `name`; nullptr for `UTC`, which needs none.
/// Error (usage): there is no such zone, or no tzdata.
result<std::unique_ptr<videos::wall_clock>> open_wall_clock(const std::string& name);

// ---------------------------------------------------------------------------------------------

inline std::optional<timestamp> time_zone_clock::moment_of(timestamp shown) const {
  using std::chrono::seconds;
  const ::date::local_seconds local{seconds{shown.micros / 1'000'000}};
  const ::date::local_info info = zone_->get_info(local);
  if (info.result == ::date::local_info::nonexistent) return std::nullopt;
  // If the clocks were set back, a local time occurs twice; the first is the one before that.
  const seconds since_epoch = local.time_since_epoch() - info.first.offset;
  return timestamp{since_epoch.count() * 1'000'000};
}

inline result<const ::date::time_zone*> find_time_zone(const std::string& name) {
  try {
    return ::date::locate_zone(name);
  } catch (const std::exception&) {
    return usage_error("time_zone: the time zone \"" + name +
                       "\" is not known here; use a name such as UTC or America/New_York, and "
                       "check that tzdata is installed");
  }
}

inline result<std::unique_ptr<videos::wall_clock>> open_wall_clock(const std::string& name) {
  if (name == "UTC") return std::unique_ptr<videos::wall_clock>();
  const auto zone = find_time_zone(name);
  if (!zone) return zone.error();
  return std::make_unique<time_zone_clock>(**zone);
}

}  // namespace tidemark::source
