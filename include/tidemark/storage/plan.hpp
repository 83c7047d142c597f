// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <tidemark/record/field_text.hpp>
#include <tidemark/storage/backend.hpp>

/// The row-by-row account of `plan_run`, for storages that decide with the engine.
namespace tidemark::storage {

/// The insert of `record`, which is settled (engine::settle_insert): every field that is not of the
/// key and has a value.
template <record Record>
planned_change plan_insert(const Record& record);

/// The update of `before` to `after`: the fields of `changed`, as `engine::decide` returned them.
template <record Record>
planned_change plan_update(const Record& before, const Record& after, field_mask changed);

// ------------------------------------------------------------------------------------------------

namespace detail {

template <record Record>
planned_change plan_of(const Record& record) {
  planned_change change{record_traits<Record>::name, record.tiktok_video_id, std::nullopt, false,
                        {}};
  if constexpr (requires { record.window_days; }) change.window_days = record.window_days;
  return change;
}

}  // namespace detail

template <record Record>
planned_change plan_insert(const Record& record) {
  planned_change change = detail::plan_of(record);
  change.inserted = true;
  for_each_field<Record>([&](auto i) {
    if constexpr (!key_fields<Record>.has(i)) {
      if (auto text = field_text(field<i>(record)))
        change.fields.push_back({field_names<Record>[i], std::nullopt, std::move(text)});
    }
  });
  return change;
}

template <record Record>
planned_change plan_update(const Record& before, const Record& after, field_mask changed) {
  planned_change change = detail::plan_of(after);
  for_each_field<Record>([&](auto i) {
    if (changed.has(i))
      change.fields.push_back({field_names<Record>[i], field_text(field<i>(before)),
                               field_text(field<i>(after))});
  });
  return change;
}

}  // namespace tidemark::storage
