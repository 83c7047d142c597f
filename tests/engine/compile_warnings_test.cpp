// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <vector>

#include <tidemark/engine/decide.hpp>

#include "catch.hpp"
#include "thing.hpp"

namespace engine = tidemark::engine;
namespace diagnostics = tidemark::diagnostics;

namespace {

/// The rules with a gate on lines 9 to 11; `others` takes the fields that no other line names.
std::string gated(const std::string& when, const std::string& on_null, const std::string& guarded,
                  const std::string& others) {
  return "    key: [id, day]\n" + others + "    gated:\n      - when: " + when +
         "\n        on_null: " + on_null + "\n        fields: [" + guarded + "]\n";
}

/// Rules for all fields but the guarded ones and `sold`, `rate` and `cents`.
const std::string rest = "seen, made_at, label, marks, raw]\n";

std::string lines_of(const diagnostics::issues& found) {
  std::string lines;
  for (const auto& issue : found)
    lines += (issue.level == diagnostics::severity::warning ? "warning " : "error ") +
             std::string(diagnostics::to_text(*issue.code)) + " " + issue.place + " " +
             std::to_string(issue.at.line) + ":" + std::to_string(issue.at.column) + " " +
             issue.message + "\n";
  return lines;
}

}  // namespace

TEST_CASE("a doubtful rule gives a warning at its place, a sound rule does not") {
  struct row {
    std::string name;
    std::string rules;
    std::string expected;
  };
  const std::string place = "upsert.things.gated[0] ";
  const std::string keeps = "where the row with the ";
  const std::string stays =
      " lacks a value, that of another row stays if it came before and is refused if it comes "
      "after; on_null: replace does not\n";
  const std::string order = "which rows pass depends on the order in which they arrive";
  const std::vector<row> rows{
      {"replace on a monotonic field",
       gated("incoming.sold >= stored.sold", "replace", "cents, rate, size",
             "    monotonic: [sold]\n    ignored: [" + rest), ""},
      {"keep on a monotonic field",
       gated("incoming.sold >= stored.sold", "keep", "cents, rate, size",
             "    monotonic: [sold]\n    ignored: [" + rest),
       "warning TM112 " + place +
           "12:18 on_null: keep makes [cents, rate] depend on the order of arrival: " + keeps +
           "higher \"sold\"" + stays},
      {"keep, strictly greater",
       gated("incoming.sold > stored.sold", "keep", "cents, rate, size",
             "    monotonic: [sold]\n    ignored: [" + rest),
       "warning TM112 " + place +
           "12:18 on_null: keep makes [cents, rate] depend on the order of arrival: " + keeps +
           "higher \"sold\"" + stays},
      {"keep on a field that goes down",
       gated("incoming.rate < stored.rate", "keep", "cents, sold, size",
             "    monotonic_down: [rate]\n    ignored: [" + rest),
       "warning TM112 " + place +
           "12:18 on_null: keep makes [sold, cents] depend on the order of arrival: " + keeps +
           "lower \"rate\"" + stays},
      {"keep of a field that is never missing",
       gated("incoming.sold >= stored.sold", "keep", "size",
             "    monotonic: [sold]\n    ignored: [cents, rate, " + rest), ""},
      {"on a field under another rule",
       gated("incoming.sold >= stored.sold", "keep", "cents, rate, size",
             "    latest: [sold]\n    ignored: [" + rest),
       "warning TM111 " + place +
           "11:39 a gate with >= on \"sold\", which is not monotonic: " + order +
           "; list it under monotonic\n"},
      {"against the field's direction",
       gated("incoming.sold <= stored.sold", "replace", "cents, rate, size",
             "    monotonic: [sold]\n    ignored: [" + rest),
       "warning TM111 " + place +
           "11:39 a gate with <= on \"sold\", which is not monotonic_down: " + order +
           "; list it under monotonic_down\n"},
      {"on the key",
       gated("incoming.day > stored.day", "replace", "cents, rate, size",
             "    monotonic: [sold]\n    ignored: [" + rest),
       "warning TM111 " + place +
           "11:37 a gate with > on \"day\", which is part of the key: both sides "
       "are equal, so that the gate is always shut; compare another field\n"},
      {"on the key, equal passes",
       gated("incoming.day <= stored.day", "replace", "cents, rate, size",
             "    monotonic: [sold]\n    ignored: [" + rest),
       "warning TM111 " + place +
           "11:38 a gate with <= on \"day\", which is part of the key: both sides "
       "are equal, so that the gate is always open; compare another field\n"},
      {"another field against the key",
       gated("incoming.size >= stored.day", "replace", "cents, rate, size",
             "    monotonic: [sold]\n    ignored: [" + rest),
       "warning TM111 " + place +
           "11:39 a gate with >= on \"day\", which is part of the key: it never changes, so that "
           "what is stored has no say; compare another field\n"},
      {"on two fields",
       gated("incoming.cents >= stored.sold", "replace", "rate, size",
             "    monotonic: [sold, cents]\n    ignored: [" + rest),
       "warning TM113 " + place +
           "11:15 a gate on two different fields, \"cents\" and \"sold\": " + order + "\n"},
      {"a counter that stays 0",
       "    key: [id, day]\n    first_known: [sold, cents]\n    monotonic_down: [rate]\n"
       "    ignored: [size, " + rest,
       "warning TM114 upsert.things.first_known "
       "8:19 the counter \"sold\" under first_known stays 0 when the first row lacks it: a "
       "missing counter is stored as 0\n"},
      {"a counter that only falls",
       "    key: [id, day]\n    monotonic_down: [sold, cents]\n    ignored: [size, rate, " + rest,
       "warning TM114 upsert.things.monotonic_down "
       "8:22 the counter \"sold\" under monotonic_down stays 0 when the first row lacks "
       "it: a missing counter is stored as 0\n"},
  };
  for (const auto& [name, rules, expected] : rows) {
    INFO(name);
    CHECK(lines_of(compile_things(thing_policy(rules)).found) == expected);
  }
}

namespace {

/// The record that is stored after `rows` in this order.
thing stored_after(const engine::program<thing>& rules, const std::vector<thing>& rows) {
  thing stored = rows.at(0);
  engine::settle_insert(stored);
  for (std::size_t i = 1; i < rows.size(); ++i) engine::decide(rules, stored, rows[i]);
  return stored;
}

thing row_of(std::int64_t sold, std::optional<std::int64_t> cents) {
  thing made;
  made.sold = {sold};
  made.cents = cents;
  return made;
}

}  // namespace

TEST_CASE("the effect that a gate's warning describes occurs, and only with that gate") {
  const auto rows = std::vector{row_of(1, 10), row_of(2, std::nullopt)};
  const auto other_way = std::vector{rows[1], rows[0]};
  const auto program_of = [](const std::string& on_null) {
    return compile_things(thing_policy(gated("incoming.sold >= stored.sold", on_null,
                                             "cents, rate, size",
                                             "    monotonic: [sold]\n    ignored: [" + rest)))
        .upsert;
  };
  const auto keep = program_of("keep");
  CHECK(stored_after(keep, rows).cents == 10);
  CHECK_FALSE(stored_after(keep, other_way).cents);
  const auto replace = program_of("replace");
  CHECK_FALSE(stored_after(replace, rows).cents);
  CHECK_FALSE(stored_after(replace, other_way).cents);
}
