// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <vector>

#include <tidemark/engine/proof/rule_differences.hpp>

#include "shown_row.hpp"

/// The abstract records of a proof as rows.
namespace tidemark::host {

template <record Record>
std::vector<shown_row> shown_rows(const engine::proof::shown_records& records) {
  std::vector<shown_row> rows;
  for (std::size_t i = 0; i < records.records.size(); ++i)
    rows.push_back(
        shown(engine::proof::concrete_record<Record>(records.records[i], records.named[i]),
              records.named[i]));
  return rows;
}

/// The value of the field at `index` that a proof calls `value`.
template <record Record>
shown_value shown_result(engine::proof::abstract_value value, std::size_t index) {
  if (value == engine::proof::missing) return {"null"};
  engine::proof::abstract_record record;
  record[index] = value;
  field_mask named;
  named.add(index);
  return shown_field(engine::proof::concrete_record<Record>(record, named), index);
}

}  // namespace tidemark::host
