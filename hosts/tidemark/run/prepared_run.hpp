// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/sync/run_request.hpp>

#include "../application/application.hpp"

namespace tidemark::host {

/// A run that is ready for sync::run_brand, with the sources that its request points to.
struct prepared_run {
  std::vector<plugin::plugged<source::data_source>> sources;
  sync::run_request request;
};

/// Prepares a run of `brand` as `app` configures it. `snapshot_date` is by default today in UTC,
/// and an empty `source_run_id` becomes `VERB-BRAND-DATE`. The columns of the previous run come
/// from the ledger of `store`. Errors: those of the sources and of the ledger.
result<prepared_run> prepare_run(const application& app, const brand_config& brand,
                                 storage::backend& store, std::string_view verb,
                                 std::optional<date> snapshot_date,
                                 const std::string& source_run_id);

/// This host and process: for the ledger, and for others that find a brand locked.
std::string host_and_process();

}  // namespace tidemark::host
