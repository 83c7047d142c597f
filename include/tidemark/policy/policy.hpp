// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tidemark/diagnostics/location.hpp>
#include <tidemark/policy/warning.hpp>
#include <tidemark/policy/words.hpp>

/// A policy file as plain values with their places. Nothing here depends on YAML or on records:
/// whether a field exists is checked by the engine.
///
/// What could not be read was reported and is missing here. Where that matters, the values say so,
/// so that later checks do not report as missing what the file has.
namespace tidemark::policy {

/// One step of `prefer:`; `fields` is empty for `first_seen` and `last_seen`.
struct prefer_step {
  preference word = preference::first_seen;
  std::vector<diagnostics::located_text> fields;
  diagnostics::location at;
  std::size_t index = 0;  ///< among the steps of the file, from 0
};

/// `merge:` how duplicate rows with the same key become one.
struct merge_rules {
  diagnostics::located_text record;
  std::vector<diagnostics::located_text> key;
  bool key_whole = true;  ///< false: the file has more than `key`
  diagnostics::location key_at;
  std::vector<prefer_step> prefer;
  std::optional<std::size_t> step_count;  ///< in the file; nothing: there is no list of steps
  diagnostics::location prefer_at;
  diagnostics::location at;
};

/// A list of fields under one rule word.
struct field_rule {
  rule word = rule::ignored;
  std::vector<diagnostics::located_text> fields;
  diagnostics::location at;
};

/// One entry of `gated:`. Names without text and words without a value could not be read.
struct gate {
  diagnostics::located_text incoming;
  std::optional<comparison> op;
  diagnostics::located_text stored;
  std::optional<null_rule> on_null;
  tie_rule on_tie = tie_rule::by_operator;  ///< as the file says, also where the operator says so
  std::vector<diagnostics::located_text> fields;
  diagnostics::location when_at;
  diagnostics::location on_null_at;
  diagnostics::location on_tie_at;
  diagnostics::location at;
};

/// The rules of one stored record, an entry of `upsert:`.
struct record_rules {
  diagnostics::located_text record;
  std::vector<diagnostics::located_text> key;
  bool key_whole = true;  ///< false: the file has more than `key`
  diagnostics::location key_at;
  std::vector<field_rule> rules;
  std::vector<gate> gates;
  bool is_map = true;        ///< false: the record has no rules that could be read
  bool words_whole = true;   ///< false: it may have other words or gates than `rules` and `gates`
  /// All words in parts that could not be read: fields among them were not forgotten.
  std::vector<std::string> unread;
};

/// A rolling period that the source reports, in days.
struct window {
  std::int32_t days = 0;
  diagnostics::location at;
};

/// One entry of `accepts:`, a warning of something intended.
struct accepted_warning {
  std::optional<warning> kind;  ///< nothing: its code could not be read
  diagnostics::located_text where;           ///< the place of the rule; empty: it could not be read
  diagnostics::location at;
  std::size_t index = 0;  ///< among the entries of `accepts`, from 0
};

/// One entry of `accepts:` of a law that does not hold for some fields of a record.
struct accepted_law {
  std::optional<law> word;  ///< nothing: it could not be read
  diagnostics::located_text record;
  std::vector<diagnostics::located_text> fields;
  std::string because;
  diagnostics::location at;
  std::size_t index = 0;  ///< among the entries of `accepts`, from 0
};

/// A whole policy file.
struct policy {
  diagnostics::located_text name;
  std::vector<window> windows;
  merge_rules merge;
  std::vector<record_rules> upsert;
  diagnostics::location upsert_at;
  std::vector<accepted_warning> accepts;
  std::vector<accepted_law> accepted_laws;
};

}  // namespace tidemark::policy
