// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <string_view>

#include <date/tz.h>

#include <tidemark/result.hpp>
#include <tidemark/value/timestamp.hpp>

#include "cron_fields.hpp"

namespace tidemark::host {

/// When a brand's runs are due: a cron line on the clocks of one time zone (SPEC section 9).
///
/// Over daylight-saving changes it does what people expect of cron. Where the clocks are put back,
/// a time of day that comes twice is due once, the first time, unless the hour is `*`: then the
/// line means real hours, and each comes. Where the clocks are put forward, a time of day that does
/// not come is due when the clocks have changed; with the hour `*` it is left out.
///
/// A value; may be read by several threads.
class cron_schedule {
 public:
  /// Errors (usage): those of parse_cron; a zone that is not known here.
  static result<cron_schedule> read(std::string_view line, std::string_view zone);

  /// The first due moment after `moment`; a whole minute of the zone's clock.
  timestamp next_after(timestamp moment) const;

  /// The shortest time between two due moments, of at most 2,000 in the year after `moment`; a year
  /// where there are no two.
  std::chrono::minutes shortest_pause(timestamp moment) const;

  bool operator==(const cron_schedule&) const = default;

 private:
  cron_schedule(cron_fields fields, const ::date::time_zone& zone)
      : fields_(fields), zone_(&zone) {}

  cron_fields fields_;
  const ::date::time_zone* zone_;  // lives as long as the program
};

}  // namespace tidemark::host
