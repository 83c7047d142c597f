// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <tidemark/engine/key_index.hpp>
#include <tidemark/engine/merged_rows.hpp>
#include <tidemark/engine/preference.hpp>

namespace tidemark::engine {

/// Keeps rows that own what they hold: a copy is enough.
template <record Row>
struct copied_rows {
  Row keep(const Row& row) { return row; }
  void drop(const Row&) {}
  /// Whether so much of what was kept was dropped that it pays to keep all rows again.
  bool is_wasteful() const { return false; }
};

/// Merges rows in order of arrival: of all rows with the same key it keeps the one that the order
/// prefers, whole (rules/README.md, "Merge"). Rows may come in several lists, one for each window:
/// rows with the same key are compared within their list, and the winners of the lists in `take`.
///
/// `Keeper` copies the rows that stay (see `copied_rows`). Memory grows with the keys, not with the
/// rows. Key fields are texts or have an order.
template <record Row, typename Keeper = copied_rows<Row>>
class merger {
 public:
  explicit merger(const preference_order<Row>& order) : order_(order), lists_(1) {}

  /// What `add` did. The rows that a list keeps are numbered from 0, in the order in which their
  /// keys were first seen in it.
  struct outcome {
    std::size_t number = 0;
    bool first = false;  ///< the row is the first of its key in the list
    bool won = false;    ///< the row is its key's winner in the list now
  };

  /// Adds `row` to the list. Calls `lost(winner, loser)` if the list has a row of its key already.
  template <typename Lost>
  outcome add(const Row& row, Lost lost) {
    return add_hashed(row, index_.hash_of(row), lost);
  }
  outcome add(const Row& row) { return add(row, ignored); }

  /// Adds `rows`, one after the other, and calls `added(row, outcome)` after each. Faster than one
  /// by one: the memory that the next rows need is fetched meanwhile.
  template <typename Added, typename Lost>
  void add_all(std::span<const Row> rows, Added added, Lost lost) {
    while (!rows.empty()) {
      const auto some = rows.first(std::min(rows.size(), fetched_ahead));
      std::array<std::uint64_t, fetched_ahead> hashes;
      for (std::size_t i = 0; i < some.size(); ++i) {
        hashes[i] = index_.hash_of(some[i]);
        index_.prefetch(hashes[i]);
      }
      for (std::size_t i = 0; i < some.size(); ++i)
        if (const auto key = index_.guess(hashes[i]); key < keys_.size())
          __builtin_prefetch(&keys_[key]);
      for (std::size_t i = 0; i < some.size(); ++i)
        if (const auto key = index_.guess(hashes[i]); key < keys_.size()) prefetch(keys_[key]);
      for (std::size_t i = 0; i < some.size(); ++i)
        if (const auto key = index_.guess(hashes[i]); key < keys_.size())
          index_.prefetch_texts(*keys_[key].any);
      for (std::size_t i = 0; i < some.size(); ++i) {
        const outcome done = add_hashed(some[i], hashes[i], lost);
        added(some[i], done);
      }
      rows = rows.subspan(some.size());
    }
  }

  /// Ends a list and begins the next one.
  void next_list() { lists_.emplace_back(); }

  /// The winners of the current list, by number.
  const merged_rows<Row>& rows() const { return lists_.back().rows; }

  /// What `take` returns.
  struct merged {
    std::vector<merged_rows<Row>> lists;
    /// Of each list, and each of its rows: the number of the row's key, its place in `winners`.
    std::vector<std::vector<std::uint32_t>> keys;
    /// The winner of every key over all lists, taken one after the other, in the order in which the
    /// keys were first seen. Points into `lists`.
    std::vector<Row*> winners;
    Keeper keeper;  ///< owns what the rows refer to
  };

  /// Returns everything; the merger must not be used afterwards. Calls `lost(winner, loser)` for
  /// each pair of winners of lists that are compared.
  template <typename Lost>
  merged take(Lost lost) {
    merged result;
    result.winners.resize(keys_.size());
    for (list& from : lists_) {
      auto key = from.keys.begin();
      for (Row& row : from.rows) {
        Row*& winner = result.winners[*key++];
        if (!winner) {
          winner = &row;
          continue;
        }
        const Row* loser = &row;
        if (order_.prefers(row, *winner)) loser = std::exchange(winner, &row);
        lost(*winner, *loser);
      }
      result.lists.push_back(std::move(from.rows));
      result.keys.push_back(std::move(from.keys));
    }
    result.keeper = std::move(keeper_);
    return result;
  }

  /// The same, without a call for losers.
  merged take() { return take(ignored); }

 private:
  static constexpr std::size_t fetched_ahead = 64;
  static constexpr auto ignored = [](const Row&, const Row&) {};

  struct list {
    merged_rows<Row> rows;
    std::vector<std::uint32_t> keys;  ///< of each row
  };
  struct key_state {
    const Row* any = nullptr;  ///< a row of the key
    Row* row = nullptr;        ///< the row of the key in the list `list`
    std::uint32_t list = 0;    ///< the last list, from 1, that has a row of the key
    std::uint32_t number = 0;  ///< the number of that row in the list
  };

  static void prefetch(const key_state& state) {
    constexpr std::size_t cache_line = 64;
    const auto* bytes = reinterpret_cast<const char*>(state.any);
    for (std::size_t at = 0; at < std::min(sizeof(Row), 4 * cache_line); at += cache_line)
      __builtin_prefetch(bytes + at);
  }

  template <typename Lost>
  outcome add_hashed(const Row& row, std::uint64_t hash, Lost& lost) {
    const auto [key, unseen] = index_.find_or_add(
        row, hash, [&](std::size_t known) -> const Row& { return *keys_[known].any; });
    if (unseen) keys_.push_back({});
    key_state& state = keys_[key];
    list& here = lists_.back();
    if (state.list != lists_.size()) {
      state.list = static_cast<std::uint32_t>(lists_.size());
      state.number = static_cast<std::uint32_t>(here.rows.size());
      here.rows.push_back(keeper_.keep(row));
      here.keys.push_back(static_cast<std::uint32_t>(key));
      state.row = &here.rows.back();
      if (unseen) state.any = state.row;
      return {state.number, true, true};
    }
    if (!order_.prefers(row, *state.row)) {
      lost(*state.row, row);
      return {state.number, false, false};
    }
    lost(row, *state.row);
    keeper_.drop(*state.row);
    *state.row = keeper_.keep(row);
    if (keeper_.is_wasteful()) keep_again();
    return {state.number, false, true};
  }

  void keep_again() {
    Keeper fresh;
    for (list& each : lists_)
      for (Row& row : each.rows) row = fresh.keep(row);
    keeper_ = std::move(fresh);
  }

  preference_order<Row> order_;
  std::vector<list> lists_;
  key_index<Row> index_;
  std::vector<key_state> keys_;  ///< by the key's number
  Keeper keeper_;
};

}  // namespace tidemark::engine
