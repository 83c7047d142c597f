// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include <tidemark/policy/problem_page.hpp>

namespace tidemark::policy {

/// Problems of `accepts`.
inline constexpr std::array<problem_page, 6> accepts_pages{{
    {
        problem_kind::unknown_warning,
        "an unknown code of a warning",
        "`warning` of an entry of `accepts` is not the code of a warning.",
        "accepts:\n"
        "  - warning: TM11\n"
        "    where: upsert.creator_videos.gated[0]\n"
        "    because: a known rate is better than none",
        "unknown warning \"TM11\"; did you mean \"TM111\"?",
        "accepts:\n"
        "  - warning: TM112\n"
        "    where: upsert.creator_videos.gated[0]\n"
        "    because: a known rate is better than none",
    },
    {
        problem_kind::warning_not_acceptable,
        "a warning that cannot be accepted",
        "TM131 says that an entry of `accepts` is not needed.\n"
        "Remove that entry instead of accepting the warning.",
        "accepts:\n"
        "  - warning: TM131\n"
        "    where: upsert.creator_videos.gated[0]\n"
        "    because: it was needed once",
        "TM131 cannot be accepted; remove the entry that nothing needs",
        "accepts:\n"
        "  - warning: TM112\n"
        "    where: upsert.creator_videos.gated[0]\n"
        "    because: a known rate is better than none",
    },
    {
        problem_kind::no_reason,
        "no reason",
        "`because` is white space only.\n"
        "Say why the warning is meant: the next reader of the policy needs it.",
        "accepts:\n"
        "  - warning: TM112\n"
        "    where: upsert.creator_videos.gated[0]\n"
        "    because: \" \"",
        "expected a reason, found white space only",
        "accepts:\n"
        "  - warning: TM112\n"
        "    where: upsert.creator_videos.gated[0]\n"
        "    because: a known rate is better than none",
    },
    {
        problem_kind::unknown_law,
        "an unknown law",
        "`law` of an entry of `accepts` is not a law.\n"
        "The laws are `replay`, `order`, `batch`, `windows` and `sources`.",
        "accepts:\n"
        "  - law: ordre\n"
        "    record: creator_videos\n"
        "    fields: [ctr]\n"
        "    because: the later of two equal rows stays",
        "unknown law \"ordre\"; did you mean \"order\"?",
        "accepts:\n"
        "  - law: order\n"
        "    record: creator_videos\n"
        "    fields: [ctr]\n"
        "    because: the later of two equal rows stays",
    },
    {
        problem_kind::unknown_place,
        "an unknown place",
        "`where` names a rule that the policy does not have.\n"
        "It is `windows`, `merge.prefer[N]`, `upsert.RECORD.WORD` or `upsert.RECORD.gated[N]`, "
        "counted from 0.",
        "accepts:\n"
        "  - warning: TM112\n"
        "    where: upsert.creator_videos.gated[1]\n"
        "    because: a known rate is better than none",
        "this policy has no place \"upsert.creator_videos.gated[1]\"; did you mean "
        "\"upsert.creator_videos.gated[0]\"?",
        "accepts:\n"
        "  - warning: TM112\n"
        "    where: upsert.creator_videos.gated[0]\n"
        "    because: a known rate is better than none",
    },
    {
        problem_kind::repeated_acceptance,
        "a repeated entry of accepts",
        "Two entries accept the same warning of the same rule.\n"
        "Remove one of them.",
        "accepts:\n"
        "  - {warning: TM112, where: \"upsert.creator_videos.gated[0]\", because: rates}\n"
        "  - {warning: TM112, where: \"upsert.creator_videos.gated[0]\", because: titles}",
        "this entry repeats the one in line 2; remove one of them",
        "accepts:\n"
        "  - {warning: TM112, where: \"upsert.creator_videos.gated[0]\", because: rates}",
    },
}};

}  // namespace tidemark::policy
