// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <tidemark/engine/key_index.hpp>
#include <tidemark/engine/merged_rows.hpp>
#include <tidemark/engine/preference.hpp>

namespace tidemark::engine {

/// Merges rows in order of arrival: of all rows of one key, the whole row that the order prefers
/// stays (SPEC section 3). Rows may come in several lists, a window each: those of a key meet in
/// their list first, and the winners of the lists once more, in `take`.
///
/// Memory grows with the keys, not with the rows. Key fields are texts or have an order.
template <record Row>
class merger {
 public:
  explicit merger(const preference_order<Row>& order) : order_(order), lists_(1) {}

  /// What `add` did: the rows of a list that stay are numbered from 0, in the order in which their
  /// keys were first seen in it.
  struct outcome {
    std::size_t number = 0;
    bool first = false;  ///< the row is the first of its key in the list
    bool won = false;    ///< the row is its key's winner in the list now
  };

  /// Takes `row` into the list. When it wins, its content is exchanged with that of the row before
  /// it, otherwise it is left as it is: of a row that is not the first, `row` is the loser then.
  outcome add(Row& row) {
    const auto [key, unseen] =
        index_.find_or_add(row, [&](std::size_t known) -> const Row& { return *keys_[known].any; });
    if (unseen) keys_.push_back({});
    key_state& state = keys_[key];
    list& here = lists_.back();
    if (state.list != lists_.size()) {
      state.list = static_cast<std::uint32_t>(lists_.size());
      state.number = static_cast<std::uint32_t>(here.rows.size());
      here.rows.push_back(std::exchange(row, Row{}));
      here.keys.push_back(static_cast<std::uint32_t>(key));
      if (unseen) state.any = &here.rows.back();
      return {state.number, true, true};
    }
    Row& winner = here.rows[state.number];
    const bool won = order_.prefers(order_.rank_of(row), order_.rank_of(winner));
    if (won) std::swap(winner, row);
    return {state.number, false, won};
  }

  /// Ends a list and begins the next one.
  void next_list() { lists_.emplace_back(); }

  /// The winners of the present list, by number.
  const merged_rows<Row>& rows() const { return lists_.back().rows; }

  /// What `take` hands over.
  struct merged {
    std::vector<merged_rows<Row>> lists;
    /// The winner of every key over all lists, taken one after the other, in the order in which the
    /// keys were first seen. Points into `lists`.
    std::vector<Row*> winners;
  };

  /// Hands everything over; the merger must not be used afterwards. Calls `lost(winner, loser)` for
  /// each of two winners of lists that meet.
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
        if (order_.prefers(order_.rank_of(row), order_.rank_of(*winner)))
          loser = std::exchange(winner, &row);
        lost(*winner, *loser);
      }
      result.lists.push_back(std::move(from.rows));
    }
    return result;
  }

  /// The same, where nobody asks who lost.
  merged take() {
    return take([](const Row&, const Row&) {});
  }

 private:
  struct list {
    merged_rows<Row> rows;
    std::vector<std::uint32_t> keys;  ///< of each row
  };
  struct key_state {
    const Row* any = nullptr;  ///< a row of the key
    std::uint32_t list = 0;    ///< the last one, from 1, that has a row of the key,
    std::uint32_t number = 0;  ///< and which one
  };

  preference_order<Row> order_;
  std::vector<list> lists_;
  key_index<Row> index_;
  std::vector<key_state> keys_;  ///< by the key's number
};

}  // namespace tidemark::engine
