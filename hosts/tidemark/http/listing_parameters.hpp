// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <tidemark/videos/period_query.hpp>

#include "../daemon/daemon_control.hpp"
#include "problem.hpp"
#include "target.hpp"

namespace tidemark::host {

/// What there is to ask for.
struct served {
  std::vector<served_brand> brands;
  std::vector<std::int32_t> windows;
};

/// Reads the parameters of `/api/videos` into a query. The first that is unknown, comes twice or
/// has no valid value is a problem of status 400 that names it; `brand` must be there.
answer_or_problem<videos::period_query> read_strictly(std::span<const target_parameter> given,
                                                      const served& there);

/// Reads those of the page: what is unknown is passed over, what is invalid or comes twice counts
/// as its default; the default of `brand` is the first one.
videos::period_query read_leniently(std::span<const target_parameter> given, const served& there);

/// The value of `brand`, the only parameter that is taken; nothing when it is not there.
answer_or_problem<std::optional<std::int64_t>> read_brand_only(
    std::span<const target_parameter> given, const served& there);

/// The brand `id`; a null pointer when there is none.
const served_brand* find_brand(const served& there, std::int64_t id);

}  // namespace tidemark::host
