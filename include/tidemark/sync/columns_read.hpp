// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/source/delivered_column.hpp>
#include <tidemark/storage/figures.hpp>
#include <tidemark/value/date.hpp>

namespace tidemark::sync {

/// The length of the day at the start of `text`, `2026-02-20` or `20260220` without a digit after
/// it; 0 if there is none.
inline std::size_t day_length(std::string_view text) {
  constexpr std::size_t dashed = 10, plain = 8;
  const auto ends_at = [&](std::size_t size) {
    return text.size() == size || text[size] < '0' || text[size] > '9';
  };
  if (text.size() >= dashed && parse_date(text.substr(0, dashed)) && ends_at(dashed)) return dashed;
  if (text.size() < plain || !ends_at(plain)) return 0;
  const std::string day = std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) +
                          "-" + std::string(text.substr(6, 2));
  return parse_date(day) ? plain : 0;
}

/// The name under which the columns of a source are kept from run to run: its origin, with `{date}`
/// instead of every day in it, because days change from run to run.
inline std::string lasting_name(std::string_view origin) {
  std::string name;
  bool after_digit = false;
  while (!origin.empty()) {
    const std::size_t day = after_digit ? 0 : day_length(origin);
    after_digit = origin.front() >= '0' && origin.front() <= '9';
    name += day > 0 ? std::string_view("{date}") : origin.substr(0, 1);
    origin.remove_prefix(day > 0 ? day : 1);
  }
  return name;
}

/// Compares the columns that the sources of a run have with those of the brand's last succeeded
/// run. If several fetches have the same name, such as the windows of one file, a column counts if
/// all of them have it.
class columns_read {
 public:
  explicit columns_read(const storage::source_columns& before)
      : before_(before.begin(), before.end()) {}

  /// Takes the columns of one fetch. Returns the raw names that the previous run read from this
  /// source and this fetch lacks, sorted.
  std::vector<std::string> add(std::string_view origin,
                               std::span<const source::delivered_column> columns) {
    const std::string name = lasting_name(origin);
    std::set<std::string> read;
    for (const auto& column : columns)
      if (!column.read_as.empty()) read.emplace(column.read_as);
    std::vector<std::string> missing;
    if (const auto known = before_.find(name); known != before_.end())
      std::ranges::copy_if(known->second, std::back_inserter(missing),
                           [&](const auto& column) { return !read.contains(column); });
    const auto [place, is_new] = read_.try_emplace(name, read);
    if (!is_new) std::erase_if(place->second, [&](const auto& raw) { return !read.contains(raw); });
    return missing;
  }

  /// Keeps what is known about a source whose fetch had no columns because it had no rows.
  void keep(std::string_view origin) {
    const std::string name = lasting_name(origin);
    if (const auto known = before_.find(name); known != before_.end())
      read_.try_emplace(name, known->second.begin(), known->second.end());
  }

  /// What the run keeps for the next run.
  storage::source_columns columns() const {
    storage::source_columns kept;
    for (const auto& [name, read] : read_)
      kept.emplace_back(name, std::vector<std::string>(read.begin(), read.end()));
    return kept;
  }

 private:
  std::map<std::string, std::vector<std::string>> before_;
  std::map<std::string, std::set<std::string>> read_;
};

}  // namespace tidemark::sync
