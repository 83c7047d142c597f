// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

#include <tidemark/diagnostics/problem_code.hpp>

namespace tidemark::policy {

/// What can be wrong with a policy or doubtful about it. The value is the number of the code, which
/// users and scripts know: it never changes and is never used again. policy/problem_pages.hpp has a
/// title and a page for each.
enum class problem_kind : std::uint16_t {
  // The file.
  unreadable_file = 1,
  file_too_large = 2,
  not_utf8 = 3,
  control_character = 4,
  empty_file = 5,
  too_many_issues = 9,

  // The shape of YAML.
  not_yaml = 10,
  second_document = 11,
  unknown_key = 12,
  repeated_key = 13,
  missing_key = 14,
  wrong_kind_of_value = 15,
  key_not_a_word = 16,
  tag_or_directive = 17,
  nested_too_deeply = 18,
  unbounded_alias = 19,

  // The version and the windows.
  unknown_version = 30,
  invalid_window = 31,
  repeated_window = 32,
  no_window = 33,

  // `merge`.
  unknown_step = 40,
  malformed_step = 41,
  step_never_reached = 42,
  no_last_step = 43,
  too_many_steps = 44,

  // Records, fields and their rules.
  unknown_record = 50,
  record_without_rules = 51,
  unknown_field = 52,
  wrong_key = 53,
  key_field_under_rule = 54,
  field_under_two_rules = 55,
  field_without_rule = 56,
  field_named_twice = 57,
  no_field = 58,
  field_without_order = 59,
  reference_without_order = 60,

  // Gates and ties.
  malformed_condition = 70,
  unknown_operator = 71,
  gate_on_two_types = 72,
  gate_without_fields = 73,
  unknown_null_rule = 74,
  unknown_tie_rule = 75,
  tie_of_two_fields = 76,
  tie_without_order = 77,

  // `accepts`.
  unknown_warning = 80,
  warning_not_acceptable = 81,
  no_reason = 82,
  unknown_law = 83,
  unknown_place = 84,
  repeated_acceptance = 85,

  // Warnings: 11x for the rules of records, 12x for `merge`, 13x for `accepts`.
  gate_not_monotonic = 111,
  null_rule_of_gate = 112,
  gate_on_two_fields = 113,
  counter_stays_zero = 114,
  step_without_effect = 121,
  acceptance_not_needed = 131,
};

}  // namespace tidemark::policy
