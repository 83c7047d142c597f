// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
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

/// The name under which the columns of a source are kept from run to run: its origin, with
/// `{date}` for every day in it, because that changes from run to run.
inline std::string lasting_name(std::string_view origin) {
  constexpr std::size_t day_size = std::string_view("YYYY-MM-DD").size();
  std::string name;
  while (!origin.empty()) {
    const bool day = parse_date(origin.substr(0, day_size)).has_value();
    name += day ? std::string_view("{date}") : origin.substr(0, 1);
    origin.remove_prefix(day ? day_size : 1);
  }
  return name;
}

/// Which columns the sources of a run have, beside those of the brand's last succeeded run. Where
/// one source's name stands for several fetches, such as the windows of one file, a column counts
/// when all of them have it.
class columns_read {
 public:
  explicit columns_read(const storage::source_columns& before)
      : before_(before.begin(), before.end()) {}

  /// Takes the columns of one fetch. Returns the raw names that the run before read from this
  /// source and this fetch has not, sorted.
  std::vector<std::string> add(std::string_view origin,
                               std::span<const source::delivered_column> columns) {
    const std::string name = lasting_name(origin);
    std::set<std::string> read;
    for (const auto& column : columns)
      if (!column.read_as.empty()) read.emplace(column.read_as);
    std::vector<std::string> gone;
    if (const auto known = before_.find(name); known != before_.end())
      std::ranges::copy_if(known->second, std::back_inserter(gone),
                           [&](const auto& column) { return !read.contains(column); });
    const auto [place, is_new] = read_.try_emplace(name, read);
    if (!is_new) std::erase_if(place->second, [&](const auto& raw) { return !read.contains(raw); });
    return gone;
  }

  /// What the run keeps for the next one.
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
