// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/storage/run_ledger.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark::host {

/// The failure of a run of this process that is still `running` in the ledger.
struct pending_report {
  std::int64_t brand_id = 0;
  std::int64_t run_id = 0;
  std::string message;  ///< why it failed
  timestamp at;
  bool interrupted = false;  ///< by the end of its host
};

/// Keeps these failures until the storage accepts them, so that no host mistakes the runs for those
/// of a dead one. Thread-safe.
class pending_reports {
 public:
  void keep(pending_report report);

  /// Writes the reports of `brand_id`, or all, to `ledger`. A report that it does not accept is
  /// kept, unless another host has ended the run. Error: that of the first report that was kept.
  result<void> deliver(storage::run_ledger& ledger, std::optional<std::int64_t> brand_id);

 private:
  static result<void> deliver(storage::run_ledger& ledger, const pending_report& report);

  std::mutex mutex_;
  std::vector<pending_report> reports_;
};

}  // namespace tidemark::host
