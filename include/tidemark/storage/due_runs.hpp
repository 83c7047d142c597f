// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/result.hpp>
#include <tidemark/storage/visitor.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark::storage {

/// What has become of a due run.
enum class due_run_state : std::uint8_t {
  claimed,   ///< a host runs it, or is about to
  done,      ///< it had its run, whether that succeeded or failed
  missed,    ///< it will have no run
  released,  ///< its host gave it up: before its run began, or in the middle of it
};
inline constexpr std::array<std::string_view, 4> due_run_state_words{"claimed", "done", "missed",
                                                                     "released"};

constexpr std::string_view to_text(due_run_state state) {
  return due_run_state_words[static_cast<std::size_t>(state)];
}

/// A due time of a brand that a host has claimed, or marked as missed: a row of `due_runs`.
struct due_run {
  std::int64_t brand_id = 0;
  timestamp due_at;
  due_run_state state = due_run_state::claimed;
  /// The host that claimed, released or settled it last, as the ledger names hosts; empty where an
  /// older tidemark did, which wrote no states.
  std::string host;
  std::optional<std::int64_t> run_id;  ///< its ledger entry, once its run has begun
  timestamp changed_at;

  bool operator==(const due_run&) const = default;
};

/// One step of a due run: from what it is believed to be to what it shall be.
struct due_run_change {
  std::optional<due_run> before;  ///< nothing: it has no row yet
  due_run after;                  ///< of the same brand and due time

  bool operator==(const due_run_change&) const = default;
};

/// Which host runs what is due: the hosts of one database agree here. The daemon defines what the
/// states mean, and who may change them (ARCHITECTURE.md, "Due runs"); a storage keeps them, and
/// ends them together with their runs (run_ledger). One thread at a time; every call is one
/// transaction.
class due_runs {
 public:
  virtual ~due_runs() = default;

  /// The due run of `brand_id` at `due_at`, if anybody has claimed it.
  virtual result<std::optional<due_run>> find_due_run(std::int64_t brand_id, timestamp due_at) = 0;

  /// The due run of `brand_id` with the latest due time, if there is any.
  virtual result<std::optional<due_run>> find_last_due_run(std::int64_t brand_id) = 0;

  /// Every due run that is claimed or released, by brand and due time.
  virtual result<void> walk_open_due_runs(const visitor<due_run>& visit) = 0;

  /// Makes each of `changes` whose due run still equals its `before` in every member, and returns
  /// which were made. One transaction: on error none is made. Of several hosts that change the same
  /// due run at once, one makes its change.
  virtual result<std::vector<bool>> change_due_runs(std::span<const due_run_change> changes) = 0;
};

}  // namespace tidemark::storage
