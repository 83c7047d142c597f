// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <tidemark/value/percent.hpp>

namespace tidemark::host {

/// The format of a command's result: for people, or for programs.
enum class output_format : std::uint8_t { table, json, jsonl, csv, junit };
inline constexpr std::array<std::string_view, 5> output_format_words{"table", "json", "jsonl",
                                                                     "csv", "junit"};

/// `1234567` as `1,234,567`.
inline std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t at = text.size(); at > first + 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

/// Cents as `16,686.39`, without a currency.
inline std::string money(std::int64_t cents) {
  const std::uint64_t magnitude =
      cents < 0 ? 0 - static_cast<std::uint64_t>(cents) : static_cast<std::uint64_t>(cents);
  const std::string fraction = std::to_string(100 + magnitude % 100).substr(1);
  return (cents < 0 ? "-" : "") + grouped(static_cast<std::int64_t>(magnitude / 100)) + "." +
         fraction;
}

/// A percentage as `2.4%`.
inline std::string percentage(percent value) { return to_text(value) + "%"; }

/// `count` with its noun: `1 row`, `2,000 rows`.
inline std::string counted(std::int64_t count, std::string_view singular,
                           std::string_view plural) {
  return grouped(count) + " " + std::string(count == 1 ? singular : plural);
}

}  // namespace tidemark::host
