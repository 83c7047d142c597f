// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include <tidemark/policy/problem_page.hpp>

namespace tidemark::policy {

/// Problems of records, fields and their rules.
inline constexpr std::array<problem_page, 11> rules_pages{{
    {
        problem_kind::unknown_record,
        "an unknown record",
        "No record has this name.\n"
        "`merge` has `video_row`; `upsert` has the stored records: [Fields](README.md#fields).",
        "  record: video_rows",
        "unknown record \"video_rows\"; did you mean \"video_row\"?",
        "  record: video_row",
    },
    {
        problem_kind::record_without_rules,
        "a record without rules",
        "`upsert` lacks a stored record, or all of them.\n"
        "Every stored record needs rules.",
        "upsert: {}",
        "\"upsert\" needs at least one record",
        "upsert:\n"
        "  creator_videos: ...\n"
        "  creator_video_metric_snapshots: ...",
    },
    {
        problem_kind::unknown_field,
        "an unknown field",
        "The record has no field of this name.\n"
        "The message names the nearest one: [Fields](README.md#fields).",
        "    - highest: item_sold",
        "video_row has no field \"item_sold\"; did you mean \"items_sold\"?",
        "    - highest: items_sold",
    },
    {
        problem_kind::wrong_key,
        "a key that is not the record's",
        "`key` must have exactly the fields that identify the record, in any order.",
        "  key: [brand_id]",
        "the key lacks [tiktok_video_id]; the key of video_row is [brand_id, tiktok_video_id]",
        "  key: [brand_id, tiktok_video_id]",
    },
    {
        problem_kind::key_field_under_rule,
        "a rule for a field of the key",
        "The fields of the key identify the record and never change, so they have no rule.",
        "    first_known: [posted_at, brand_id]",
        "the field \"brand_id\" is part of the key; a key has no rule",
        "    first_known: [posted_at]",
    },
    {
        problem_kind::field_under_two_rules,
        "a field under two rules",
        "A field has exactly one rule.\n"
        "Remove it from one of the two lists.",
        "    first_known: [posted_at]\n"
        "    latest_known: [creator_id, posted_at]",
        "the field \"posted_at\" is already under first_known in line 1; a field has one rule",
        "    first_known: [posted_at]\n"
        "    latest_known: [creator_id]",
    },
    {
        problem_kind::field_without_rule,
        "a field without a rule",
        "Every field outside the key needs a rule.\n"
        "List it under `ignored` to leave it as it was inserted.",
        "    latest_known: [creator_id]",
        "the field \"posted_at\" of creator_videos has no rule; list it under ignored: to leave "
        "it as it was inserted",
        "    first_known: [posted_at]\n"
        "    latest_known: [creator_id]",
    },
    {
        problem_kind::field_named_twice,
        "a field that is named twice in a list",
        "A list names a field twice; the second time has no meaning.",
        "  key: [brand_id, tiktok_video_id, brand_id]",
        "the field \"brand_id\" is named twice in this list",
        "  key: [brand_id, tiktok_video_id]",
    },
    {
        problem_kind::no_field,
        "an empty list of fields",
        "This list needs at least one field.",
        "  key: []",
        "\"key\" needs at least one field",
        "  key: [brand_id, tiktok_video_id]",
    },
    {
        problem_kind::field_without_order,
        "a field without an order",
        "`monotonic`, `monotonic_down`, gates, `highest` and `lowest` compare values.\n"
        "Numbers, counters, percentages, dates and times have an order; texts, lists and JSON "
        "have none.",
        "    - highest: title",
        "the field \"title\" is of type text, which has no order; highest needs a number, a "
        "percent, a date or a time",
        "    - highest: views",
    },
    {
        problem_kind::reference_without_order,
        "an id of another table without an order",
        "`creator_id` and `creator_video_id` refer to rows of other tables.\n"
        "Ids differ between databases, so they can be equal, but none is larger.",
        "    monotonic_down: [creator_id]",
        "the field \"creator_id\" refers to another table; its ids differ between databases and "
        "have no order for monotonic_down",
        "    latest_known: [creator_id]",
    },
}};

}  // namespace tidemark::policy
