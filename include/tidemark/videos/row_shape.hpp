// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/value/json.hpp>

namespace tidemark::videos {

/// The keys of a row in delivered order, and what follows from them: the sorted order, and which of
/// repeated keys counts. Learnt once for all rows in a sequence that have the same keys.
class row_shape {
 public:
  /// Whether the key at `position` is `name`, as in the row that was learnt.
  bool has(std::size_t position, std::string_view name) const {
    return position < keys_.size() && keys_[position].name == name;
  }

  std::size_t size() const { return keys_.size(); }

  /// Takes the keys of another row. Keeps no reference to `names`.
  void learn(std::span<const std::string_view> names);

  /// Changes with every `learn`.
  std::uint64_t revision() const { return revision_; }

  /// Positions in the byte order of their keys; of repeated keys only the last one's.
  std::span<const std::uint32_t> sorted() const { return sorted_; }

  /// The key at `position` in JSON, with the comma before it and the colon after it.
  std::string_view quoted(std::uint32_t position) const { return keys_[position].quoted; }

  /// The position that counts for the key `name`, if it is there.
  std::optional<std::uint32_t> find(std::string_view name) const;

 private:
  struct key {
    std::string name;
    std::string quoted;
  };
  std::vector<key> keys_;
  std::vector<std::uint32_t> sorted_;
  std::uint64_t revision_ = 0;
};

/// Sorts `positions` by `name_of(position)` and leaves of equal names only the highest position.
/// Returns the new end.
template <typename Iterator, typename NameOf>
Iterator sort_last_counts(Iterator first, Iterator last, NameOf name_of) {
  // Highest position first among equals, for unique() keeps the first.
  std::sort(first, last, [&](std::uint32_t a, std::uint32_t b) {
    const auto order = name_of(a).compare(name_of(b));
    return order != 0 ? order < 0 : a > b;
  });
  return std::unique(first, last,
                     [&](std::uint32_t a, std::uint32_t b) { return name_of(a) == name_of(b); });
}

// ---------------------------------------------------------------------------------------------

inline void row_shape::learn(std::span<const std::string_view> names) {
  ++revision_;
  keys_.resize(names.size());
  sorted_.clear();
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    keys_[i].name = names[i];
    keys_[i].quoted = ",";
    append_json_string(keys_[i].quoted, names[i]);
    keys_[i].quoted += ':';
    sorted_.push_back(i);
  }
  const auto name_of = [&](std::uint32_t i) -> const std::string& { return keys_[i].name; };
  sorted_.erase(sort_last_counts(sorted_.begin(), sorted_.end(), name_of), sorted_.end());
}

inline std::optional<std::uint32_t> row_shape::find(std::string_view name) const {
  for (auto i = static_cast<std::uint32_t>(keys_.size()); i-- > 0;)
    if (keys_[i].name == name) return i;
  return std::nullopt;
}

}  // namespace tidemark::videos
