// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <tidemark/source/data_source.hpp>
#include <tidemark/storage/figures.hpp>
#include <tidemark/value/date.hpp>
#include <tidemark/value/percent.hpp>

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
  std::string host;         ///< who runs it: for the ledger and for others that find the brand held
  std::string policy_hash;
  /// What was read from the sources in the brand's last succeeded run, to notice what is gone.
  storage::source_columns columns_before;
  std::int64_t rejected_kept_max = 10'000;  ///< rejected rows stored; the others are only counted
};

}  // namespace tidemark::sync
