// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <tidemark/videos/period_query.hpp>

#include "daemon_control.hpp"
#include "problem.hpp"
#include "target.hpp"

namespace tidemark::host {

/// The brands and windows that requests can ask for.
struct served_scope {
  std::vector<served_brand> brands;
  std::vector<std::int32_t> windows;
};

/// Reads the parameters of `/api/videos` into a query. The first one that is unknown, repeated or
/// invalid is a problem with status 400 that names it; `brand` is required.
answer_or_problem<videos::period_query> read_strictly(std::span<const target_parameter> given,
                                                      const served_scope& scope);

/// Reads the parameters of the page: unknown ones are ignored, invalid or repeated ones have their
/// default; by default, `brand` is the first brand.
videos::period_query read_leniently(std::span<const target_parameter> given,
                                    const served_scope& scope);

/// The value of `brand`, which is the only parameter; nothing if it is missing.
answer_or_problem<std::optional<std::int64_t>> read_brand_only(
    std::span<const target_parameter> given, const served_scope& scope);

/// The brand `id`; a null pointer if there is none.
const served_brand* find_brand(const served_scope& scope, std::int64_t id);

}  // namespace tidemark::host
