// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/value/date.hpp>

#include "html.hpp"

namespace tidemark::host {

struct chart_point {
  date day;
  std::int64_t value = 0;
};

/// One line of a chart. Its points are in the order of their days.
struct chart_line {
  std::string name;
  std::vector<chart_point> points;
};

/// A metric over the days of its snapshots, as SVG with its scale next to it; empty without points.
/// `mark` is a level to draw, the all-time value. `shown` makes the texts of the scale.
html chart(std::string_view title, const std::vector<chart_line>& lines,
           std::optional<std::int64_t> mark,
           const std::function<std::string(std::int64_t)>& shown);

/// The smallest of 1, 2, 4, 5, 10, 20... that is not below `value`; 1 if `value` is below 1.
std::int64_t round_above(std::int64_t value);

/// `1250000` as `1.25M`, `12500` as `12.5K`; exact for results of `round_above`, otherwise
/// truncated.
std::string short_number(std::int64_t number);

}  // namespace tidemark::host
