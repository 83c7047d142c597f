// SPDX-License-Identifier: BSL-1.0
#include "chart.hpp"

#include <algorithm>
#include <cstdio>
#include <limits>

#include "../../output/format.hpp"
#include "display_text.hpp"

namespace tidemark::host {

namespace {

// Units of the drawing, which the browser scales to the available space.
constexpr double width = 1000, height = 300;
constexpr std::size_t dots_max = 45;

/// The positions of values and days in the drawing. Positions may be rounded; texts are exact.
struct scale {
  date first, last;
  std::int64_t low = 0, high = 1;

  double x(date day) const {
    if (first == last) return width / 2;
    return width * (day.days - first.days) / (last.days - first.days);
  }
  double y(std::int64_t value) const {
    const double range = static_cast<double>(high) - static_cast<double>(low);
    return height * (static_cast<double>(high) - static_cast<double>(value)) / range;
  }
};

std::string position(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

scale scale_of(const std::vector<chart_line>& lines, std::optional<std::int64_t> mark) {
  scale made{{std::numeric_limits<std::int32_t>::max()},
             {std::numeric_limits<std::int32_t>::min()}};
  std::int64_t low = std::min<std::int64_t>(0, mark.value_or(0));
  std::int64_t high = std::max<std::int64_t>(1, mark.value_or(0));
  for (const auto& line : lines) {
    for (const auto& point : line.points) {
      made.first = std::min(made.first, point.day);
      made.last = std::max(made.last, point.day);
      low = std::min(low, point.value);
      high = std::max(high, point.value);
    }
  }
  made.high = round_above(high);
  if (low < 0)
    made.low = low == std::numeric_limits<std::int64_t>::min() ? low : -round_above(-low);
  return made;
}

html level(const scale& to, std::int64_t value, html_literal css_class) {
  html out;
  out << R"(<line class=")"_html << css_class << R"(" x1="0" x2="1000" y1=")"_html
      << position(to.y(value)) << R"(" y2=")"_html << position(to.y(value)) << R"("/>)"_html;
  return out;
}

html drawn(const scale& to, const chart_line& line, std::size_t index) {
  html out;
  out << R"(<polyline class="line line-)"_html << index << R"(" points=")"_html;
  for (const auto& point : line.points)
    out << position(to.x(point.day)) << ","_html << position(to.y(point.value)) << " "_html;
  out << R"("/>)"_html;
  if (line.points.size() > dots_max) return out;
  out << R"(<path class="dots line-)"_html << index
      << R"(" d=")"_html;  // lines without length, with round ends
  for (const auto& point : line.points)
    out << "M"_html << position(to.x(point.day)) << " "_html << position(to.y(point.value))
        << "h0"_html;
  out << R"("/>)"_html;
  return out;
}

html legend(const std::vector<chart_line>& lines, bool marked) {
  html out;
  out << R"(<ul class="legend">)"_html;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (!lines[i].points.empty())
      out << R"(<li class="line-)"_html << i << R"(">)"_html << lines[i].name << "</li>"_html;
  if (marked) out << R"(<li class="line-mark">All time</li>)"_html;
  out << "</ul>"_html;
  return out;
}

}  // namespace

std::int64_t round_above(std::int64_t value) {
  std::int64_t power = 1;
  for (;;) {
    for (const std::int64_t step : {1, 2, 4, 5}) {
      if (power > std::numeric_limits<std::int64_t>::max() / step)
        return std::numeric_limits<std::int64_t>::max();
      if (power * step >= value) return power * step;
    }
    if (power > std::numeric_limits<std::int64_t>::max() / 10)
      return std::numeric_limits<std::int64_t>::max();
    power *= 10;
  }
}

std::string short_number(std::int64_t number) {
  struct { std::int64_t unit; const char* letter; } const units[] = {
      {1'000'000'000'000, "T"}, {1'000'000'000, "B"}, {1'000'000, "M"}, {1'000, "K"}};
  for (const auto& [unit, letter] : units) {
    if (number < unit && number > -unit) continue;
    std::string text = grouped(number / unit);
    if (text.size() > 4) return text + letter;  // thousands of the largest unit
    std::string fraction = std::to_string(100 + std::abs(number % unit) / (unit / 100)).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    if (!fraction.empty()) text += "." + fraction;
    return text + letter;
  }
  return std::to_string(number);
}

html chart(std::string_view title, const std::vector<chart_line>& lines,
           std::optional<std::int64_t> mark,
           const std::function<std::string(std::int64_t)>& shown) {
  html out;
  if (std::all_of(lines.begin(), lines.end(),
                  [](const chart_line& line) { return line.points.empty(); }))
    return out;
  const scale to = scale_of(lines, mark);
  const std::int64_t middle = to.low / 2 + to.high / 2;
  out << R"(<figure class="chart"><figcaption><h2>)"_html << title << "</h2>"_html
      << legend(lines, mark.has_value()) << R"(</figcaption><div class="plot">)"_html
      << R"(<div class="levels" aria-hidden="true"><span>)"_html << shown(to.high)
      << "</span><span>"_html << shown(middle) << "</span><span>"_html << shown(to.low)
      << R"(</span></div><svg viewBox="0 0 1000 300" preserveAspectRatio="none" role="img" )"
         R"(aria-label=")"_html
      << title << " from "_html << day_text(to.first) << " to "_html << day_text(to.last)
      << R"(; the table below has the values">)"_html << level(to, to.high, "grid"_html)
      << level(to, middle, "grid"_html) << level(to, to.low, "grid"_html);
  if (mark) out << level(to, *mark, "line line-mark"_html);
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (!lines[i].points.empty()) out << drawn(to, lines[i], i);
  out << R"(</svg><div class="days" aria-hidden="true"><span>)"_html << day_text(to.first)
      << "</span>"_html;
  if (to.first != to.last) out << "<span>"_html << day_text(to.last) << "</span>"_html;
  out << "</div></div></figure>"_html;
  return out;
}

}  // namespace tidemark::host
