// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include <boost/container/deque.hpp>

#include <tidemark/engine/key_index.hpp>
#include <tidemark/engine/preference.hpp>

namespace tidemark::engine {

/// Merged rows, one a key, in the order in which the keys were first seen. Rows do not move while
/// others are added, and their memory comes and goes in blocks.
template <record Row>
using merged_rows = boost::container::deque<
    Row, void, boost::container::deque_options_t<boost::container::block_size<256>>>;

/// Merges rows in order of arrival: of all rows of one key, the whole row that the order prefers
/// stays (SPEC section 3).
///
/// Memory grows with the keys, not with the rows. Key fields are texts or have an order.
template <record Row>
class merger {
 public:
  explicit merger(const preference_order<Row>& order) : order_(order) {}

  /// What `add` did: groups are numbered from 0 in the order in which their keys were first seen.
  struct outcome {
    std::size_t group = 0;
    bool first = false;  ///< the row began its group
    bool won = false;    ///< the row is its group's winner now
  };

  /// Takes `row` into its group. When it wins, its content is exchanged with that of the row before
  /// it, otherwise it is left as it is.
  outcome add(Row& row) {
    const auto [group, first] =
        index_.find_or_add(row, [&](std::size_t known) -> const Row& { return rows_[known]; });
    if (first) {
      rows_.push_back(std::exchange(row, Row{}));
      return {group, true, true};
    }
    Row& winner = rows_[group];
    if (!order_.prefers(order_.rank_of(row), order_.rank_of(winner))) return {group, false, false};
    std::swap(winner, row);
    return {group, false, true};
  }

  /// The winners so far, by group.
  const merged_rows<Row>& rows() const { return rows_; }

  /// Hands the winners over, by group; the merger is empty afterwards.
  merged_rows<Row> take() {
    index_ = {};
    return std::exchange(rows_, {});
  }

 private:
  preference_order<Row> order_;
  merged_rows<Row> rows_;
  key_index<Row> index_;
};

/// Merges lists of rows once more, one list after the other, without moving a row: the winner of
/// every key that stands in any of them, in the order in which the keys were first seen. The
/// pointers are into `lists`.
template <record Row>
std::vector<Row*> winners_of(const preference_order<Row>& order,
                             std::vector<merged_rows<Row>>& lists) {
  std::vector<Row*> winners;
  key_index<Row> index;
  std::size_t most = 0;
  for (const auto& rows : lists) most = rows.size() > most ? rows.size() : most;
  winners.reserve(most);
  index.reserve(most);
  for (auto& rows : lists) {
    for (Row& row : rows) {
      const auto [group, first] = index.find_or_add(
          row, [&](std::size_t known) -> const Row& { return *winners[known]; });
      if (first) winners.push_back(&row);
      else if (order.prefers(order.rank_of(row), order.rank_of(*winners[group])))
        winners[group] = &row;
    }
  }
  return winners;
}

}  // namespace tidemark::engine
