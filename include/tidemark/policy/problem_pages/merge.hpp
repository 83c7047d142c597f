// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include <tidemark/policy/problem_page.hpp>

namespace tidemark::policy {

/// Problems of `merge`.
inline constexpr std::array<problem_page, 5> merge_pages{{
    {
        problem_kind::unknown_step,
        "an unknown step",
        "`prefer` has a step that the language does not have.\n"
        "The steps are `highest`, `lowest`, `most_complete`, `first_seen` and `last_seen`.",
        "    - higest: views",
        "unknown step \"higest\"; did you mean \"highest\"?",
        "    - highest: views",
    },
    {
        problem_kind::malformed_step,
        "a step of the wrong form",
        "A step is one word with its field or fields, or `first_seen` or `last_seen` alone.\n"
        "Two words are two steps.",
        "    - {highest: views, lowest: items_sold}",
        "one step has one key; begin another step with \"- \"",
        "    - highest: views\n"
        "    - highest: items_sold",
    },
    {
        problem_kind::step_never_reached,
        "a step that is never reached",
        "`first_seen` and `last_seen` always decide, so that no step after them is ever asked.",
        "    - first_seen\n"
        "    - last_seen",
        "this step is never reached: first_seen in line 1 leaves no tie; move it to the end",
        "    - first_seen",
    },
    {
        problem_kind::no_last_step,
        "no last step",
        "Two rows can be equal in every step, so the last step must be `first_seen` or "
        "`last_seen`, which always decides.",
        "    - lowest: duration",
        "the last step must be first_seen or last_seen, so that no tie is left",
        "    - first_seen",
    },
    {
        problem_kind::too_many_steps,
        "too many steps",
        "`prefer` has more than 16 steps besides `first_seen` or `last_seen`.",
        "  prefer:\n"
        "    - highest: gmv_cents\n"
        "    ...  # 16 more\n"
        "    - first_seen",
        "too many steps; 16 are the limit, besides first_seen or last_seen",
        "  prefer:\n"
        "    - highest: gmv_cents\n"
        "    - first_seen",
    },
}};

}  // namespace tidemark::policy
