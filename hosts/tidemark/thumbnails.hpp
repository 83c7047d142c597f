// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tidemark/storage/backend.hpp>
#include <tidemark/sync/find_thumbnails.hpp>
#include <tidemark/sync/run_observer.hpp>

#include "setup.hpp"

namespace tidemark::host {

/// Lets the enrichers of `brand`, one after the other, look for thumbnails of its videos after a
/// run that succeeded. What goes wrong is a warning to `observer`.
sync::thumbnail_figures find_thumbnails(const setup& loaded, storage::backend& store,
                                        const brand_config& brand, sync::run_observer& observer);

}  // namespace tidemark::host
