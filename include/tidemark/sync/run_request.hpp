// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <tidemark/source/data_source.hpp>
#include <tidemark/storage/figures.hpp>
#include <tidemark/sync/change_limit.hpp>
#include <tidemark/value/date.hpp>
#include <tidemark/value/percent.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark::sync {

/// One source of a brand, ready to fetch.
struct brand_source {
  source::data_source* source = nullptr;
  percent max_rejected{100'000};  ///< more rejected rows than this share fail the run; 10 %
};

/// What one run is to do.
struct run_request {
  std::int64_t brand_id = 0;
  std::string currency;
  std::vector<brand_source> sources;  ///< in the config's order, which is the order of arrival
  std::string source_run_id;
  date snapshot_date;
  std::string host;         ///< for the ledger, and for hosts that find the brand locked
  std::optional<timestamp> due_at = {};  ///< of a scheduled run, which `host` has claimed
  std::string policy_hash;
  /// The columns that the brand's last succeeded run read, to notice those that are now missing.
  storage::source_columns columns_before;
  std::optional<change_limit> limit = {};  ///< a run that would change more fails
  bool forced = false;  ///< every row is decided, also if the last run brought the same
  std::int64_t rejected_kept_max = 10'000;  ///< rejected rows stored; the others are only counted
};

}  // namespace tidemark::sync
