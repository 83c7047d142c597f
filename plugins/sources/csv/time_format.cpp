// SPDX-License-Identifier: BSL-1.0
#include "time_format.hpp"

#include <date/date.h>

#include <chrono>
#include <cstdint>
#include <locale>
#include <sstream>
#include <utility>

#include <tidemark/value/utf8.hpp>
#include <tidemark/value/white_space.hpp>

namespace tidemark::source {

namespace {

using local_time = ::date::local_seconds;

/// The text of `moment` in the form `format`; empty when the form has an unknown letter.
std::string write(const std::string& format, local_time moment) {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  const std::string abbreviation = "UTC";
  const std::chrono::seconds offset{0};
  ::date::to_stream(out, format.c_str(), moment, &abbreviation, &offset);
  return out.fail() ? std::string() : out.str();
}

}  // namespace

result<time_format> time_format::parse(std::string text) {
  using namespace ::date;
  if (text.find("%Z") != text.npos)
    return usage_error(in_quotes(text) + " holds %Z: an abbreviation of a zone can mean several; "
                                         "set time_zone, or write %z for an offset such as +0200");
  if (text.find("%I") != text.npos && text.find("%p") == text.npos)
    return usage_error(in_quotes(text) + " holds %I without %p; write %H for hours from 00 to 23");
  time_format format(std::move(text));
  // Two times that differ in every part, each written and read again.
  for (const auto day : {local_days{year{2026} / 11 / 29}, local_days{year{2019} / 3 / 7}}) {
    const local_time moment = day + std::chrono::hours{13} + std::chrono::minutes{45};
    const std::string written = write(format.text_, moment);
    const auto again = written.empty() ? std::nullopt : format.read(written);
    const auto seconds = std::chrono::seconds(again ? again->shown.micros / 1'000'000 : 0);
    if (!again || floor<days>(local_time{seconds}) != day)
      return usage_error(in_quotes(format.text_) +
                         " does not say a day (year, month and day) in the letters of strptime; "
                         "write it as \"%d/%m/%Y %H:%M\"");
  }
  return format;
}

std::optional<time_format::reading> time_format::read(std::string_view cell) const {
  std::istringstream in{std::string(without_outer_space(cell))};
  in.imbue(std::locale::classic());
  local_time shown{};
  std::string abbreviation;
  constexpr std::chrono::minutes none = std::chrono::minutes::min();
  std::chrono::minutes offset = none;
  ::date::from_stream(in, text_.c_str(), shown, &abbreviation, &offset);
  if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
  auto seconds = shown.time_since_epoch().count();
  if (offset != none) seconds -= std::chrono::seconds(offset).count();
  const auto moment = from_unix_seconds(seconds);
  constexpr std::int64_t year_1000 = -30'610'224'000;  // %Y takes fewer digits than four, too
  if (!moment || seconds < year_1000) return std::nullopt;
  return reading{*moment, offset != none};
}

}  // namespace tidemark::source
