// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/hana/adapt_struct.hpp>

#include <tidemark/engine/canonical_text.hpp>
#include <tidemark/engine/compile.hpp>
#include <tidemark/yaml/load_policy.hpp>

/// A record with fields of every type, required and optional.
struct thing {
  std::string id;
  std::int32_t day = 0;
  tidemark::counter sold;
  tidemark::counter seen;
  std::optional<std::int64_t> cents;
  std::optional<tidemark::percent> rate;
  std::optional<tidemark::timestamp> made_at;
  std::int64_t size = 0;
  std::optional<std::string> label;
  std::optional<tidemark::tags> marks;
  std::optional<tidemark::json> raw;
};
BOOST_HANA_ADAPT_STRUCT(thing, id, day, sold, seen, cents, rate, made_at, size, label, marks, raw);

template <>
struct tidemark::record_traits<thing> {
  static constexpr std::string_view name = "things";
  static constexpr std::array<std::string_view, 2> key{"id", "day"};
};

/// A policy file for things: line 4 begins the steps, line 7 the rules.
inline std::string thing_policy(const std::string& rules,
                                const std::string& prefer = "[first_seen]") {
  return "tidemark: 1\npolicy: p\nwindows: [30]\n"
         "merge: {record: things, key: [id, day], prefer: " + prefer + "}\n"
         "upsert:\n  things:\n" + rules;
}

struct compiled_things {
  tidemark::diagnostics::issues found;
  tidemark::engine::preference_order<thing> merge;
  tidemark::engine::program<thing> upsert;
  std::string canonical;
};

inline compiled_things compile_things(const std::string& text) {
  namespace engine = tidemark::engine;
  auto loaded = tidemark::yaml::load_policy(text);
  compiled_things compiled;
  compiled.merge = engine::compile_merge<thing>(loaded.value.merge, loaded.found);
  if (const auto* rules = engine::find_rules<thing>(loaded.value))
    compiled.upsert = engine::compile_upsert<thing>(*rules, loaded.found);
  engine::settle_accepts<thing>(loaded.value, loaded.found);
  tidemark::diagnostics::sort_by_place(loaded.found);
  std::vector<std::int32_t> windows;
  for (const auto& window : loaded.value.windows) windows.push_back(window.days);
  compiled.canonical = engine::canonical_text(loaded.value.name.text, windows, compiled.merge,
                                              compiled.upsert);
  compiled.found = std::move(loaded.found);
  return compiled;
}
