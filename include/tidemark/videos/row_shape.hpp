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
/// repeated keys counts. Learnt once for all rows that have the same keys.
class row_shape {
 public:
  /// Whether the key at `position` is `name`, as in the row that was learnt.
  bool has(std::size_t position, std::string_view name) const {
    return position < keys_.size() && keys_[position].name == name;
  }

  std::size_t size() const { return keys_.size(); }

  /// Whether these are the keys of the row that was learnt.
  bool is_of(std::span<const std::string_view> names) const;

  /// Takes the keys of another row. Keeps no reference to `names`.
  void learn(std::span<const std::string_view> names);

  /// Changes with every `learn`.
  std::uint64_t revision() const { return revision_; }

  /// Positions in the byte order of their keys; of repeated keys only the last one's.
  std::span<const std::uint32_t> sorted() const { return sorted_; }

  /// The key at `position`.
  std::string_view name(std::uint32_t position) const { return keys_[position].name; }

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

/// The shapes that rows of one source had lately: where keys may be absent, they alternate. Of big
/// ones only the last is kept, so that memory stays bounded whatever a source delivers.
class row_shapes {
 public:
  static constexpr std::size_t kept_max = 64;
  static constexpr std::size_t big = 256;  ///< keys

  /// The number, below `kept_max`, of the shape of a row with the keys `names`; it is learnt if it
  /// is not there. Learning may replace another one.
  std::size_t number_of(std::span<const std::string_view> names);

  const row_shape& operator[](std::size_t number) const { return known_[number].shape; }

 private:
  struct known_shape {
    std::size_t hash = 0;
    row_shape shape;
  };
  std::vector<known_shape> known_ = std::vector<known_shape>(1);  ///< the first: the last big one
  std::size_t replaced_next_ = 0;
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

inline bool row_shape::is_of(std::span<const std::string_view> names) const {
  return std::equal(names.begin(), names.end(), keys_.begin(), keys_.end(),
                    [](std::string_view name, const key& known) { return known.name == name; });
}

inline std::size_t row_shapes::number_of(std::span<const std::string_view> names) {
  std::size_t hash = names.size();  // tells most shapes apart without reading the names
  for (const auto name : names)
    hash = hash * 31 + name.size() * 256 +
           (name.empty() ? 0u : static_cast<unsigned char>(name[0]));
  for (std::size_t i = 0; i < known_.size(); ++i)
    if (known_[i].hash == hash && known_[i].shape.is_of(names)) return i;
  std::size_t number = 0;
  if (names.size() <= big) {
    const bool full = known_.size() == kept_max;
    if (!full) known_.emplace_back();
    number = full ? 1 + replaced_next_++ % (kept_max - 1) : known_.size() - 1;
  }
  known_[number].hash = hash;
  known_[number].shape.learn(names);
  return number;
}

inline std::optional<std::uint32_t> row_shape::find(std::string_view name) const {
  for (auto i = static_cast<std::uint32_t>(keys_.size()); i-- > 0;)
    if (keys_[i].name == name) return i;
  return std::nullopt;
}

}  // namespace tidemark::videos
