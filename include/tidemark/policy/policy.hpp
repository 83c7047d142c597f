// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tidemark/policy/location.hpp>
#include <tidemark/policy/words.hpp>

/// A policy file as plain values that know where they stand. Nothing here knows YAML or records:
/// whether a field exists is the engine's question.
namespace tidemark::policy {

/// One step of `prefer:`; `fields` is empty for `first_seen` and `last_seen`.
struct prefer_step {
  preference word = preference::first_seen;
  std::vector<located_text> fields;
  location at;
};

/// `merge:` how duplicate rows of one key become one.
struct merge_rules {
  located_text record;
  std::vector<located_text> key;
  location key_at;
  std::vector<prefer_step> prefer;
  location prefer_at;
  location at;
};

/// A list of fields under one rule word.
struct field_rule {
  rule word = rule::ignored;
  std::vector<located_text> fields;
  location at;
};

/// One entry of `gated:`.
struct gate {
  located_text incoming;
  comparison op = comparison::ge;
  located_text stored;
  null_rule on_null = null_rule::keep;
  std::vector<located_text> fields;
  location when_at;
  location on_null_at;
  location at;
};

/// The rules of one stored record, an entry of `upsert:`.
struct record_rules {
  located_text record;
  std::vector<located_text> key;
  location key_at;
  std::vector<field_rule> rules;
  std::vector<gate> gates;
};

/// A rolling period that the source reports, in days.
struct window {
  std::int32_t days = 0;
  location at;
};

/// A whole policy file.
struct policy {
  located_text name;
  std::vector<window> windows;
  merge_rules merge;
  std::vector<record_rules> upsert;
  location upsert_at;
};

}  // namespace tidemark::policy
