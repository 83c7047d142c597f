// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include <engine/random_values.hpp>
#include <tidemark/record/fields.hpp>
#include <tidemark/value/json.hpp>
#include <tidemark/value/tags.hpp>

namespace tidemark::laws {

/// Random records with one key, and views of them, to be picked by any number.
template <record Record, record View>
class owned_views {
 public:
  owned_views(std::size_t count, std::uint32_t seed) {
    engine_test::randomness random(seed);
    while (records_.size() < count) {
      records_.push_back(random.any_record<Record>());
      Record& made = records_.back();
      // What a stored record must have, every record has; ids begin at 1.
      for_each_field<Record>([&](auto i) {
        if constexpr (required_fields<Record>.has(i))
          if (!is_present(field<i>(made))) field<i>(made) = 1;
      });
      views_.push_back(view_of(made));
    }
  }

  const Record& record(std::uint_fast32_t number) const {
    return records_[number % records_.size()];
  }
  const View& view(std::uint_fast32_t number) const { return views_[number % views_.size()]; }

 private:
  View view_of(const Record& record) {
    View view;
    for_each_field<Record>([&](auto i) {
      using type = field_t<View, i>;
      if constexpr (std::same_as<type, std::optional<tags_view>>) {
        if (!field<i>(record)) return;
        texts_.emplace_back();
        field<i>(view) = tags_view::join(*field<i>(record), texts_.back());
      } else if constexpr (std::same_as<type, std::optional<json_view>>) {
        if (field<i>(record)) field<i>(view) = json_view{field<i>(record)->text};
      } else {
        field<i>(view) = field<i>(record);
      }
    });
    return view;
  }

  std::deque<Record> records_;  // views refer to their texts
  std::deque<std::string> texts_;
  std::vector<View> views_;
};

}  // namespace tidemark::laws
