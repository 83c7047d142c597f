// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tidemark/value/timestamp.hpp>
#include <tidemark/videos/row_number.hpp>

namespace tidemark::videos {

/// How a source's clock shows the time: says which moment `YYYY-MM-DD HH:MM:SS` means when it
/// has no offset. tidemark/source/time_zone.hpp has the one for IANA names.
class wall_clock {
 public:
  virtual ~wall_clock() = default;

  /// The name of the clock for messages, e.g. `Europe/Berlin`.
  virtual std::string_view name() const = 0;

  /// The moment at which the clock shows what `shown` shows in UTC; the first where it shows it
  /// twice, nothing where it skips it. Any number of threads at a time, no exception.
  virtual std::optional<timestamp> moment_of(timestamp shown) const = 0;
};

/// Why a text is not a moment.
enum class moment_error : std::uint8_t { malformed, outside_years, skipped_by_clock };

/// The outcome of `parse_moment`: a moment or an error.
struct moment_result {
  timestamp moment;
  std::optional<moment_error> error;
};

/// Reads Unix seconds (an optional minus and digits), `YYYY-MM-DD HH:MM:SS` as `clock` shows it
/// (nullptr: UTC), or RFC 3339; fractions of a second are cut. Years 0001 to 9999, in UTC.
inline moment_result parse_moment(std::string_view text, const wall_clock* clock) {
  const auto checked = [](std::int64_t seconds) -> moment_result {
    if (const auto moment = from_unix_seconds(seconds)) return {*moment, std::nullopt};
    return {{}, moment_error::outside_years};
  };
  const integer_result seconds = parse_integer(text);
  if (seconds.error == decimal_error::out_of_range) return {{}, moment_error::outside_years};
  if (!seconds.error) return checked(seconds.number);
  if (const auto shown = parse_wall_time(text)) {
    if (!clock) return {*shown, std::nullopt};
    const auto moment = clock->moment_of(*shown);
    if (!moment) return {{}, moment_error::skipped_by_clock};
    return checked(moment->micros / 1'000'000);
  }
  if (const auto moment = parse_rfc3339(text)) return {*moment, std::nullopt};
  return {{}, moment_error::malformed};
}

/// Writes the wall time `text`, which a clock reads as `moment`, as RFC 3339 with the offset of the
/// clock: `2026-02-20T10:00:00+01:00`. In UTC where the offset has seconds, as in local mean time,
/// which RFC 3339 cannot express. False, and `into` unchanged: `text` is not a wall time.
inline bool write_with_offset(std::string_view text, timestamp moment, std::string& into) {
  const auto shown = parse_wall_time(text);
  if (!shown) return false;
  const std::int64_t offset = (shown->micros - moment.micros) / 1'000'000;
  if (offset % 60 != 0) {
    into = to_rfc3339(moment);
    return true;
  }
  const std::int64_t minutes = (offset < 0 ? -offset : offset) / 60;
  into.assign(text);
  into[10] = 'T';
  into += offset < 0 ? '-' : '+';
  into += tidemark::detail::padded(minutes / 60, 2) + ":" +
          tidemark::detail::padded(minutes % 60, 2);
  return true;
}

}  // namespace tidemark::videos
