// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark::host {

/// A due time that no host is at any more, and that nobody has a claim of.
struct stray_run {
  std::int64_t brand_id = 0;
  timestamp due_at;
  bool begun = false;       ///< its run was cut short, and is in the ledger
  bool given_back = false;  ///< by a host that could not begin it, and may try again

  bool operator==(const stray_run&) const = default;
};

/// What one host knows of brands and due times.
struct claim_scope {
  std::vector<std::int64_t> brand_ids;        ///< the configured ones
  std::set<std::int64_t> running;             ///< that it is running
  std::map<std::int64_t, timestamp> claimed;  ///< due times that it has, by brand
  /// Due times that another host had first; they are strays when that one gave them back.
  std::map<std::int64_t, timestamp> left;
};

/// Finds the due runs of hosts that died between claim and end. One thread at a time.
class stray_runs {
 public:
  /// Where nobody runs `brand_id`, its open claim is a dead host's: takes it back. Of several hosts
  /// one is given the run. Nothing where there is none, or somebody runs the brand.
  static result<std::optional<stray_run>> take_over(storage::backend& store,
                                                    std::int64_t brand_id);

  /// The same, by a host that has the brand's lock.
  static result<std::optional<stray_run>> take_over(storage::backend& store, std::int64_t brand_id,
                                                    const storage::brand_lock& lock);

  /// The same, of a host that died in the run: the ledger says that it goes on, and nobody runs it.
  static result<std::optional<stray_run>> take_over_dead(storage::backend& store,
                                                         std::int64_t brand_id);

  /// Looks at the brands of `scope` that this host is not running; to be called every minute or so.
  /// A claim counts as a dead host's when two looks find it with no run going on; those are still to
  /// be taken over.
  result<std::vector<stray_run>> find(storage::backend& store, const claim_scope& scope);

 private:
  std::map<std::int64_t, timestamp> seen_;  ///< by brand, the claim that the last look found
};

}  // namespace tidemark::host
