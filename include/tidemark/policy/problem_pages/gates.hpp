// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include <tidemark/policy/problem_page.hpp>

namespace tidemark::policy {

/// Problems of gates and ties.
inline constexpr std::array<problem_page, 8> gates_pages{{
    {
        problem_kind::malformed_condition,
        "a condition of the wrong form",
        "A gate is `when: incoming.FIELD OP stored.FIELD`: three words, the incoming side first.",
        "      - when: gmv_cents >= stored.gmv_cents",
        "expected incoming.FIELD, found \"gmv_cents\"; a gate is incoming.FIELD OP stored.FIELD",
        "      - when: incoming.gmv_cents >= stored.gmv_cents",
    },
    {
        problem_kind::unknown_operator,
        "an unknown operator",
        "The operators of a gate are `>=`, `>`, `<=` and `<`.",
        "      - when: incoming.gmv_cents => stored.gmv_cents",
        "unknown operator \"=>\"; known: >=, >, <=, <",
        "      - when: incoming.gmv_cents >= stored.gmv_cents",
    },
    {
        problem_kind::gate_on_two_types,
        "a gate that compares different types",
        "Both sides of a gate have the same type, or are an integer and a counter.",
        "      - when: incoming.ctr >= stored.gmv_cents",
        "a gate compares fields of one type; \"ctr\" is of type percent, \"gmv_cents\" of type "
        "counter",
        "      - when: incoming.gmv_cents >= stored.gmv_cents",
    },
    {
        problem_kind::gate_without_fields,
        "a gate that guards no field",
        "`fields` of a gate is empty.\n"
        "Name the fields that it guards, or remove the gate.",
        "      - when: incoming.likes >= stored.likes\n"
        "        on_null: replace\n"
        "        fields: []\n"
        "    first_known: [posted_at]",
        "a gate guards at least one field; name one or remove the gate",
        "      - when: incoming.likes >= stored.likes\n"
        "        on_null: replace\n"
        "        fields: [posted_at]",
    },
    {
        problem_kind::unknown_null_rule,
        "an unknown null rule",
        "`on_null` is `keep` or `replace`: what a missing value does behind an open gate.",
        "        on_null: ignore",
        "unknown null rule \"ignore\"; known: keep, replace",
        "        on_null: keep",
    },
    {
        problem_kind::unknown_tie_rule,
        "an unknown tie rule",
        "`on_tie` is `incoming`, `stored` or `larger`: which value stays when both sides of the "
        "gate are equal.",
        "        on_null: keep\n"
        "        on_tie: larges",
        "unknown tie rule \"larges\"; did you mean \"larger\"?",
        "        on_null: keep\n"
        "        on_tie: larger",
    },
    {
        problem_kind::tie_of_two_fields,
        "on_tie of a gate on two fields",
        "A tie is an equal value of one field.\n"
        "A gate that compares two different fields has no ties.",
        "      - when: incoming.likes >= stored.shares\n"
        "        on_tie: larger",
        "on_tie is for a gate that compares a field with itself, not \"likes\" with \"shares\"; "
        "remove it",
        "      - when: incoming.likes >= stored.likes\n"
        "        on_tie: larger",
    },
    {
        problem_kind::tie_without_order,
        "on_tie: larger of a field without an order",
        "Of two JSON values or two ids of another table, none is the larger one.\n"
        "Write `incoming` or `stored`, or give the field a gate of its own.",
        "        fields: [gpm_cents, ctr, raw_payload]\n"
        "        on_tie: larger",
        "on_tie: larger cannot guard \"raw_payload\", which is JSON and has no order; write "
        "incoming or stored, or give the field a gate of its own",
        "        fields: [gpm_cents, ctr, raw_payload]\n"
        "        on_tie: incoming",
    },
}};

}  // namespace tidemark::policy
