// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <tidemark/videos/period_query.hpp>

#include "../listing_parameters.hpp"

namespace tidemark::host {

/// The address of the list that `query` selects, with only those parameters that are not the
/// default, in a fixed order, so that every list has one address.
std::string list_address(const videos::period_query& query, const served_scope& scope);

/// The address of the page of one video, which links back to that list.
std::string video_address(const std::string& tiktok_video_id, const videos::period_query& query,
                          const served_scope& scope);

}  // namespace tidemark::host
