// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>

#include <tidemark/policy/problem_page.hpp>

namespace tidemark::policy {

/// Problems of the version and the windows.
inline constexpr std::array<problem_page, 4> windows_pages{{
    {
        problem_kind::unknown_version,
        "an unknown language version",
        "The file is written for another version of the policy language, or its version is in "
        "quotes.",
        "tidemark: 2",
        "unknown language version \"2\"; this version of tidemark reads tidemark: 1",
        "tidemark: 1",
    },
    {
        problem_kind::invalid_window,
        "an invalid window",
        "A window is a whole number of days from 1 to 36,500, without quotes, sign or leading "
        "zero.",
        "windows: [90, 1.5]",
        "a window is a whole number of days from 1 to 36500, found \"1.5\"",
        "windows: [90, 30]",
    },
    {
        problem_kind::repeated_window,
        "a repeated window",
        "A window appears twice.\n"
        "Every window is fetched once, so the second one has no meaning.",
        "windows: [90, 30, 90]",
        "the window 90 is repeated; windows are distinct",
        "windows: [90, 30]",
    },
    {
        problem_kind::no_window,
        "no window",
        "The list of windows is empty, so that nothing could be fetched.",
        "windows: []",
        "\"windows\" needs at least one window",
        "windows: [90, 30]",
    },
}};

}  // namespace tidemark::policy
