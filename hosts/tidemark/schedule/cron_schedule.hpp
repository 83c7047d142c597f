// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <string_view>

#include <date/tz.h>

#include <tidemark/result.hpp>
#include <tidemark/value/timestamp.hpp>

#include "cron_fields.hpp"

namespace tidemark::host {

/// When a brand's runs are due, in one time zone: hosts/tidemark/daemon.md, "Schedules".
///
/// Daylight saving works as in cron. A time of day that occurs twice is due once, the first time. A
/// time of day that is skipped is due right after the change. If the hour is `*`, the line follows
/// elapsed time instead: a repeated time is due twice, and a skipped one is not due.
///
/// Can be read by several threads at once.
class cron_schedule {
 public:
  /// Errors (usage): those of parse_cron; an unknown zone.
  static result<cron_schedule> read(std::string_view line, std::string_view zone);

  /// The first due moment after `moment`; a whole minute of the zone's clock.
  timestamp next_after(timestamp moment) const;

  /// The shortest time between two due moments in the year after `moment`, of which the first 2,000
  /// count; a year if there are fewer than two.
  std::chrono::minutes shortest_pause(timestamp moment) const;

  bool operator==(const cron_schedule&) const = default;

 private:
  cron_schedule(cron_fields fields, const ::date::time_zone& zone)
      : fields_(fields), zone_(&zone) {}

  cron_fields fields_;
  const ::date::time_zone* zone_;  // lives as long as the program
};

}  // namespace tidemark::host
