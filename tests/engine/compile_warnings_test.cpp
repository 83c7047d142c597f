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
  const std::string of_rows = " depend on the order of rows: ";
  const std::string stays_zero =
      " depend on the order of rows, since a missing counter is stored as 0: {sold: null} and "
      "{sold: 1} leave 0 in this order and 1 in the other\n";
  const std::string leave = " leave null in this order and 0 in the other";
  const std::string advice = "; with on_null: replace and on_tie: larger, they do not\n";
  const std::string order = "which rows pass depends on the order in which they arrive";
  const std::vector<row> rows{
      {"replace, larger at ties, on a monotonic field",
       gated("incoming.sold >= stored.sold", "replace\n        on_tie: larger",
             "cents, rate, size", "    monotonic: [sold]\n    ignored: [" + rest), ""},
      {"replace on a monotonic field",
       gated("incoming.sold >= stored.sold", "replace", "cents, rate, size",
             "    monotonic: [sold]\n    ignored: [" + rest),
       "warning TM112 " + place + "12:18 on_null: replace makes [cents, rate]" + of_rows +
           "{sold: 0, cents: null} and {sold: 0, cents: 0} leave 0 in this order and null in the "
           "other; with on_tie: larger, they do not\n"},
      {"a counter behind any gate",
       gated("incoming.cents >= stored.cents", "replace\n        on_tie: larger", "sold, size",
             "    monotonic: [cents, rate]\n    ignored: [" + rest),
       "warning TM112 " + place + "12:18 on_null: replace makes [sold]" + of_rows +
           "{sold: null, cents: 0} and {sold: -1, cents: 0} leave 0 in this order and -1 in the "
           "other\n"},
      {"keep on a monotonic field",
       gated("incoming.sold >= stored.sold", "keep", "cents, rate, size",
             "    monotonic: [sold]\n    ignored: [" + rest),
       "warning TM112 " + place + "12:18 on_null: keep makes [cents, rate]" + of_rows +
           "{sold: 1, cents: null} and {sold: 0, cents: 0}" + leave + advice},
      {"keep, strictly greater",
       gated("incoming.sold > stored.sold", "keep", "cents, rate, size",
             "    monotonic: [sold]\n    ignored: [" + rest),
       "warning TM112 " + place + "12:18 on_null: keep makes [cents, rate]" + of_rows +
           "{sold: 0, cents: null} and {sold: 0, cents: 0}" + leave + advice},
      {"keep on a field that goes down",
       gated("incoming.rate < stored.rate", "keep", "cents, sold, size",
             "    monotonic_down: [rate]\n    ignored: [" + rest),
       "warning TM112 " + place + "12:18 on_null: keep makes [sold, cents]" + of_rows +
           "{sold: null, rate: 0} and {sold: 1, rate: 0} leave 0 in this order and 1 in the "
           "other\n"},
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
       "warning TM114 upsert.things.first_known 8:5 the counters [sold] under first_known" +
           stays_zero},
      {"a counter that only falls",
       "    key: [id, day]\n    monotonic_down: [sold, cents]\n    ignored: [size, rate, " + rest,
       "warning TM114 upsert.things.monotonic_down 8:5 the counters [sold] under monotonic_down" +
           stays_zero},
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
  // Of rows that tie, `replace` keeps the later one.
  const auto tied = std::vector{row_of(1, 10), row_of(1, std::nullopt)};
  const auto tied_other_way = std::vector{tied[1], tied[0]};
  CHECK_FALSE(stored_after(replace, tied).cents);
  CHECK(stored_after(replace, tied_other_way).cents == 10);
  const auto larger = program_of("replace\n        on_tie: larger");
  CHECK(stored_after(larger, tied).cents == 10);
  CHECK(stored_after(larger, tied_other_way).cents == 10);
}
