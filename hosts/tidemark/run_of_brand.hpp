// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/sync/run_request.hpp>

#include "setup.hpp"

namespace tidemark::host {

/// A run that is ready to be given to sync::run_brand, with the sources that it points to.
struct run_of_brand {
  std::vector<plugin::plugged<source::data_source>> sources;
  sync::run_request request;
};

/// Makes the run of `brand` by what `loaded` says. `snapshot_date` is today in UTC when it is not
/// given, `source_run_id` is `VERB-BRAND-DATE` when it is empty. `store`, where the run will be
/// stored, says which columns the run before had. Errors: those of the sources and of the ledger.
result<run_of_brand> prepare_run(const setup& loaded, const brand_config& brand,
                                 storage::backend& store, std::string_view verb,
                                 std::optional<date> snapshot_date,
                                 const std::string& source_run_id);

/// Who runs this: for the ledger, and for others that find a brand held.
std::string host_name();

}  // namespace tidemark::host
