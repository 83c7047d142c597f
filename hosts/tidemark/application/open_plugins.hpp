// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iostream>
#include <vector>

#include <tidemark/plugin/catalogue.hpp>
#include <tidemark/result.hpp>

#include "../config/config.hpp"
#include "../output/report.hpp"
#include "application.hpp"

namespace tidemark::host {

/// The plugins in the folders of `settings`; by default in ../lib/tidemark next to the executable's
/// folder.
outcome<plugin::catalogue> scan_plugins(const config& settings, std::ostream& err = std::cerr);

/// Opens the configured storage.
result<plugin::plugged<storage::backend>> connect_storage(const application& app);

/// The same for a command: an error is reported.
outcome<plugin::plugged<storage::backend>> open_storage(const application& app);

/// The sources of `brand`, in the config's order.
result<std::vector<plugin::plugged<source::data_source>>> open_sources(const application& app,
                                                                       const brand_config& brand);

/// The enrichers of `brand`, in the config's order.
result<std::vector<plugin::plugged<enricher::video_enricher>>> open_enrichers(
    const application& app, const brand_config& brand);

}  // namespace tidemark::host
