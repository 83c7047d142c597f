// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include <tidemark/source/data_source.hpp>

namespace tidemark::source {

/// Tells `sink` which keys the rows of a fetch from `name` had, and warns of those that are near a
/// raw name that no row has. Does nothing when there are no keys, and so no rows.
void report_keys(std::string_view name, const std::set<std::string, std::less<>>& keys,
                 row_sink& sink);

}  // namespace tidemark::source
