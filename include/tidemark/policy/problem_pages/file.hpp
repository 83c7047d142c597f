// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include <tidemark/policy/problem_page.hpp>

namespace tidemark::policy {

/// Problems of the file.
inline constexpr std::array<problem_page, 6> file_pages{{
    {
        problem_kind::unreadable_file,
        "the file cannot be read",
        "The file does not exist, is a directory, or its permissions forbid reading it.",
        "tidemark policy check rules/",
        "it is a directory; name a policy file, such as rules/videos.yaml",
        "tidemark policy check rules/videos.yaml",
    },
    {
        problem_kind::file_too_large,
        "the file is too large",
        "A policy has at most 1 MiB.\n"
        "A larger file is probably not a policy.",
        "tidemark policy check export.csv",
        "the file is larger than 1 MiB; is it the right one?",
        "tidemark policy check rules/videos.yaml",
    },
    {
        problem_kind::not_utf8,
        "the file is not UTF-8",
        "A policy is text in UTF-8, with or without a byte order mark.\n"
        "Editors on Windows may save UTF-16 or an older encoding.",
        "iconv -t UTF-16 rules/videos.yaml > policy.yaml",
        "the file is UTF-16; save it as UTF-8",
        "iconv -f UTF-16 -t UTF-8 policy.yaml > rules/videos.yaml",
    },
    {
        problem_kind::control_character,
        "a control character",
        "The file has a character that is not text, such as NUL, or a carriage return without a "
        "line feed.\n"
        "The caret is below it.",
        "printf 'tidemark: 1\\r' > policy.yaml",
        "a control character; remove it",
        "printf 'tidemark: 1\\r\\n' > policy.yaml",
    },
    {
        problem_kind::empty_file,
        "the file is empty",
        "The file has nothing, or only comments.",
        "# nothing yet",
        "the file is empty; a policy begins with tidemark: 1",
        "tidemark: 1\n"
        "policy: videos\n"
        "windows: [90, 30]\n"
        "merge: ...\n"
        "upsert: ...",
    },
    {
        problem_kind::too_many_issues,
        "too many issues",
        "Only the first 200 issues of a file are shown.\n"
        "Correct them, or look whether the file is a policy at all.",
        "cp tidemark.log rules/videos.yaml",
        "more than 200 issues; the first 200 are listed",
        "git checkout rules/videos.yaml",
    },
}};

}  // namespace tidemark::policy
