// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <tidemark/result.hpp>
#include <tidemark/videos/period_query.hpp>

/// The parameters of a list of videos (hosts/tidemark/commands.md, "Lists of videos"): the same
/// values for the options of `tidemark videos` and for the parameters of `/videos`.
namespace tidemark::host {

inline constexpr std::int64_t page_max = 1'000'000'000'000;
inline constexpr std::int64_t per_page_max = 200;

/// The parameters that `read_parameter` knows: all but `period`, which depends on the policy.
/// On the command line they have dashes for underscores.
inline constexpr std::array<std::string_view, 11> period_parameters{
    "brand",  "sort",    "dir",     "min_gmv", "posted_after", "posted_before",
    "search", "creator", "hashtag", "page",    "per_page"};

/// Reads `text` as the value of parameter `name` into `query`.
///
/// Error (usage): the parameter cannot have that value; the message does not name the parameter.
/// Requires a name of `period_parameters`.
result<void> read_parameter(videos::period_query& query, std::string_view name,
                            std::string_view text);

/// Reads `all` or one of `windows`, in days; nothing means all-time. Error as above.
result<std::optional<std::int32_t>> read_period(std::string_view text,
                                                std::span<const std::int32_t> windows);

/// Reads a 64-bit integer: an optional minus, then digits. Error as above.
result<std::int64_t> read_integer(std::string_view text);

/// Whether `text` is UTF-8 without NUL, so that a storage can search for it.
bool is_storable_text(std::string_view text);

}  // namespace tidemark::host
