// SPDX-License-Identifier: BSL-1.0
#include "option_checks.hpp"

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include <tidemark/value/date.hpp>
#include <tidemark/value/decimal.hpp>
#include <tidemark/value/duration.hpp>
#include <tidemark/value/utf8.hpp>

#include "../output/report.hpp"

namespace tidemark::host {

CLI::Validator is_date() {
  return CLI::Validator(
      [](const std::string& text) {
        return parse_date(text) ? std::string()
                                : fmt::format("\"{}\" is not a date (YYYY-MM-DD)", text);
      },
      "YYYY-MM-DD");
}

CLI::Validator is_run_name() {
  return CLI::Validator(
      [](const std::string& text) {
        constexpr std::size_t bytes_max = 200;
        std::string_view rest = text;
        while (!rest.empty() && !is_control(rest.front()) && utf8_length(rest) > 0)
          rest.remove_prefix(utf8_length(rest));
        return rest.empty() && !text.empty() && text.size() <= bytes_max
                   ? std::string()
                   : in_quotes(text) +
                         " is not a name: expected 1 to 200 bytes of UTF-8 on one line";
      },
      "TEXT");
}

CLI::Validator fits_64_bits() {
  return CLI::Validator(
      [](const std::string& text) {
        std::int64_t number = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
        return fault == std::errc{} && end == text.data() + text.size()
                   ? std::string()
                   : fmt::format("\"{}\" is not a 64-bit integer", text);
      },
      "INT");
}

CLI::Validator is_duration() {
  return CLI::Validator(
      [](const std::string& text) {
        const auto length = parse_duration(text);
        return length && length->count() > 0
                   ? std::string()
                   : in_quotes(text) + " is not a duration such as 500ms, 30s or 5m";
      },
      "DURATION");
}

namespace {

constexpr int percent_scale = 4;

}  // namespace

CLI::Validator is_share() {
  return CLI::Validator(
      [](const std::string& text) {
        const auto read = parse_decimal(text, percent_scale);
        constexpr std::int64_t hundred = 1'000'000;
        return !read.error && read.scaled >= 0 && read.scaled <= hundred
                   ? std::string()
                   : in_quotes(text) + " is not a percentage from 0 to 100";
      },
      "PERCENT");
}

percent read_share(const std::string& text) {
  return {parse_decimal(text, percent_scale).scaled};
}

CLI::Validator is_change_limit() {
  return CLI::Validator(
      [](const std::string& text) {
        return read_change_limit(text)
                   ? std::string()
                   : in_quotes(text) + " is not a number of videos, or a percentage such as 5%";
      },
      "N|P%");
}

std::optional<sync::change_limit> read_change_limit(const std::string& text) {
  sync::change_limit limit;
  if (text.ends_with('%')) {
    const auto share = text.substr(0, text.size() - 1);
    if (!is_share()(share).empty()) return std::nullopt;
    limit.share = read_share(share);
    return limit;
  }
  std::int64_t records = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), records);
  if (fault != std::errc{} || end != text.data() + text.size() || records < 0)
    return std::nullopt;
  limit.records = records;
  return limit;
}

CLI::Validator is_option() {
  return CLI::Validator(
      [](const std::string& text) {
        const auto equals = text.find('=');
        return equals != text.npos && equals > 0 ? std::string()
                                                 : "an option is written as name=value";
      },
      "NAME=VALUE");
}

}  // namespace tidemark::host
