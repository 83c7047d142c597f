// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include <tidemark/policy/problem_page.hpp>

namespace tidemark::policy {

/// Problems of the shape of YAML.
inline constexpr std::array<problem_page, 10> shape_pages{{
    {
        problem_kind::not_yaml,
        "the file is not YAML",
        "The text breaks a rule of YAML: a bracket or quote is not closed, the indentation does "
        "not fit, a tab indents a line, or an alias has no anchor.\n"
        "Nothing after this place was read.",
        "windows: [90, 30",
        "not YAML: this \"[\" is never closed by a \"]\"",
        "windows: [90, 30]",
    },
    {
        problem_kind::second_document,
        "more than one document",
        "The file goes on after `---` or `...`, or after a value that was complete.\n"
        "A policy is one document.",
        "policy: videos\n"
        "---",
        "the file goes on after its end; it must be one YAML document without \"---\" or "
        "\"...\" inside",
        "policy: videos",
    },
    {
        problem_kind::unknown_key,
        "an unknown key",
        "This part of a policy has no such key.\n"
        "The message names the nearest key, or all of them.",
        "    frist_known: [posted_at]",
        "unknown key \"frist_known\"; did you mean \"first_known\"?",
        "    first_known: [posted_at]",
    },
    {
        problem_kind::repeated_key,
        "a repeated key",
        "A key appears twice in one map.\n"
        "It is not clear which of the two is meant, so neither silently wins.",
        "windows: [90, 30]\n"
        "windows: [7]",
        "the key \"windows\" is repeated; it is already in line 1",
        "windows: [90, 30]",
    },
    {
        problem_kind::missing_key,
        "a missing key",
        "A key that this part needs is missing.\n"
        "Nothing has a silent default; the message says how to write the key.",
        "        fields: [gpm_cents, ctr, raw_payload]",
        "the key \"on_null\" is missing; write on_null: keep or on_null: replace",
        "        on_null: keep\n"
        "        fields: [gpm_cents, ctr, raw_payload]",
    },
    {
        problem_kind::wrong_kind_of_value,
        "a value of the wrong kind",
        "The value is a text, a list, a map or nothing where something else is expected.\n"
        "Often brackets are missing.",
        "    latest_known: creator_id",
        "\"latest_known\": expected a list of names, found a text; put brackets around it",
        "    latest_known: [creator_id]",
    },
    {
        problem_kind::key_not_a_word,
        "a key that is not a word",
        "A list, a map or nothing is used as a key.",
        "  ? [brand_id, tiktok_video_id]\n"
        "  : key",
        "a key must be a word, found a list",
        "  key: [brand_id, tiktok_video_id]",
    },
    {
        problem_kind::tag_or_directive,
        "a tag or a directive",
        "YAML tags (`!name`) and directives (lines that begin with `%`) have no meaning in a "
        "policy.\n"
        "A text that begins with `!` needs quotes.",
        "windows: !!seq [90, 30]",
        "a tag (!name) has no meaning here; remove it",
        "windows: [90, 30]",
    },
    {
        problem_kind::nested_too_deeply,
        "nested too deeply",
        "Lists and maps are nested in more than 32 levels; a policy needs six.",
        "windows: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[90]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        "nested too deeply; 32 levels are the limit",
        "windows: [90, 30]",
    },
    {
        problem_kind::unbounded_alias,
        "an alias without bound",
        "An alias (`*name`) is inside of what it names, or anchors and aliases make the file grow "
        "beyond 16 MiB.",
        "windows: &days [90, *days]",
        "this alias is inside of what it names",
        "windows: [90, 30]",
    },
}};

}  // namespace tidemark::policy
