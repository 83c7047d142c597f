// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include <tidemark/policy/problem_page.hpp>

namespace tidemark::policy {

/// Warnings of a valid policy.
inline constexpr std::array<problem_page, 6> warnings_pages{{
    {
        problem_kind::gate_not_monotonic,
        "a gate on a field that is not monotonic",
        "The stored side of the gate can move against the direction in which the gate opens, so "
        "a weaker row may pass later.\n"
        "Compare a field that is under `monotonic` (for `>=` and `>`) or `monotonic_down` (for "
        "`<=` and `<`).",
        "      - when: incoming.posted_at >= stored.posted_at",
        "a gate with >= on \"posted_at\", which is not monotonic: which rows pass depends on "
        "the order in which they arrive; list it under monotonic",
        "      - when: incoming.gmv_cents >= stored.gmv_cents",
    },
    {
        problem_kind::null_rule_of_gate,
        "a null rule makes fields depend on the order of rows",
        "Of two rows, one lacks a value; what is stored in the end depends on which comes first.\n"
        "Under `on_null: keep`, a weaker row's value stays if it came before the stronger row, and "
        "is refused if it comes after.\n"
        "Under `on_null: replace`, rows of equal strength overwrite each other.\n"
        "The message has the smallest two rows, found by the proof of `policy check --laws`, and "
        "the words that help, if there are any.\n"
        "If the old value is better than none, accept the warning: [Warnings](README.md#warnings).",
        "        on_null: keep\n"
        "        fields: [gpm_cents, ctr, duration, title, video_url, hash_tags]",
        "on_null: keep makes [video_url, title, gpm_cents, ctr, duration, hash_tags] depend on the "
        "order of rows: {video_url: null, gmv_cents: 1} and {video_url: a, gmv_cents: 0} leave "
        "null in this order and a in the other; with on_null: replace and on_tie: larger, they do "
        "not",
        "        on_null: replace\n"
        "        on_tie: larger\n"
        "        fields: [gpm_cents, ctr, duration, title, video_url, hash_tags]",
    },
    {
        problem_kind::gate_on_two_fields,
        "a gate that compares two fields",
        "The incoming side and the stored side are different fields.\n"
        "Which rows pass then depends on the order in which they arrive.",
        "      - when: incoming.likes >= stored.shares",
        "a gate on two different fields, \"likes\" and \"shares\": which rows pass depends on "
        "the order in which they arrive",
        "      - when: incoming.likes >= stored.likes",
    },
    {
        problem_kind::counter_stays_zero,
        "a counter that stays 0",
        "A missing counter is stored as 0.\n"
        "Under `first_known` or `monotonic_down`, it stays 0 if the first row lacks it.\n"
        "The message has the smallest two rows that show it.",
        "    monotonic_down: [shares]",
        "the counters [shares] under monotonic_down depend on the order of rows, since a missing "
        "counter is stored as 0: {shares: null} and {shares: 1} leave 0 in this order and 1 in the "
        "other",
        "    latest_known: [shares]",
    },
    {
        problem_kind::step_without_effect,
        "a step that decides nothing",
        "Rows that the steps above leave equal are equal here too.\n"
        "This is proved for all rows: a step above compares the same field, for example.",
        "    - highest: views\n"
        "    - lowest: views",
        "this step decides nothing: rows that the steps above leave equal are equal here too",
        "    - highest: views",
    },
    {
        problem_kind::acceptance_not_needed,
        "an entry of accepts that is not needed",
        "The rule that the entry names has no such warning, or the law holds for the fields that "
        "it names.\n"
        "Remove the entry.",
        "accepts:\n"
        "  - warning: TM112\n"
        "    where: windows\n"
        "    because: a known rate is better than none",
        "nothing needs this entry: there is no warning TM112 of windows; remove it",
        "accepts:\n"
        "  - warning: TM112\n"
        "    where: upsert.creator_videos.gated[0]\n"
        "    because: a known rate is better than none",
    },
}};

}  // namespace tidemark::policy
