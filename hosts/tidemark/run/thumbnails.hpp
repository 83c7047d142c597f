// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tidemark/storage/backend.hpp>
#include <tidemark/sync/find_thumbnails.hpp>
#include <tidemark/sync/run_observer.hpp>

#include "../application/application.hpp"

namespace tidemark::host {

/// Lets the enrichers of `brand` look for thumbnails of its videos, one after the other, after a
/// run that succeeded. Errors become warnings to `observer`.
sync::thumbnail_figures find_thumbnails(const application& app, storage::backend& store,
                                        const brand_config& brand, sync::run_observer& observer);

}  // namespace tidemark::host
