// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include <tidemark/diagnostics/location.hpp>
#include <tidemark/engine/decide.hpp>
#include <tidemark/record/record_traits.hpp>
#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/metric_snapshot.hpp>
#include <tidemark/videos/video_row.hpp>

/// Cases that say what a policy does: rules/README.md, "Test a policy".
namespace tidemark::host {

/// A record of which a case names some fields; the others are missing. All records of a case have
/// the same key, whether it is named or not.
template <record Record>
struct named_record {
  Record values;
  field_mask named;
};

/// What a case says became of a field: a verdict's word, with ` (tie)` after it where `on_tie`
/// decided.
struct expected_verdict {
  field_index field = 0;
  std::string text;
};

/// Records that come in for a stored one, or for none, and what is stored then.
template <record Record>
struct rules_case {
  using record_type = Record;

  std::optional<named_record<Record>> given;  ///< has its required fields, and no missing counter
  std::vector<named_record<Record>> rows;     ///< at least one; without `given`, the first one has
                                              ///< its required fields
  named_record<Record> expect;                ///< only the named fields are compared
  std::vector<expected_verdict> decided;      ///< of the last row
};

/// Duplicate rows of one video and window, in order of arrival, and which of them stays.
struct merge_case {
  using record_type = videos::video_row;

  std::vector<named_record<videos::video_row>> rows;  ///< at least one
  named_record<videos::video_row> expect;             ///< only the named fields are compared
};

/// One case of a test file.
struct policy_case {
  std::string name;
  diagnostics::location at;  ///< of the name
  std::variant<rules_case<videos::creator_video>, rules_case<videos::metric_snapshot>, merge_case>
      body;
};

/// The record that a case is about.
inline std::string_view record_of(const policy_case& test) {
  return std::visit(
      [](const auto& body) {
        return record_traits<typename std::decay_t<decltype(body)>::record_type>::name;
      },
      test.body);
}

/// Gives `values` the key of a case that does not name it.
template <record Record>
void set_usual_key(Record& values) {
  values.brand_id = 1;
  values.tiktok_video_id = "1";
  if constexpr (requires { values.snapshot_date; }) {
    values.snapshot_date = *parse_date("2026-01-01");
    values.window_days = 30;
  }
}

/// Gives `values` what a stored record must have and it lacks: the id 1 in each required field.
template <record Record>
void set_required(Record& values) {
  for_each_field<Record>([&](auto i) {
    if constexpr (required_fields<Record>.has(i))
      if (!is_present(field<i>(values))) field<i>(values) = 1;
  });
}

/// Makes the record that is stored first in `test` one that can be stored.
template <record Record>
void complete(rules_case<Record>& test) {
  if (test.given) {
    set_required(test.given->values);
    engine::settle_insert(test.given->values);
  } else if (!test.rows.empty()) {
    set_required(test.rows.front().values);
  }
}

}  // namespace tidemark::host
