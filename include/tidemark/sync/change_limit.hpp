// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tidemark/result.hpp>
#include <tidemark/value/percent.hpp>

namespace tidemark::sync {

/// How many all-time records of a brand a run may update, at most; inserts do not count.
/// hosts/tidemark/commands.md, "A limit for changes".
struct change_limit {
  std::optional<std::int64_t> records;
  std::optional<percent> share;  ///< of the records that were stored before

  /// As the option is written: `10` or `5%`.
  std::string text() const {
    return records ? std::to_string(*records) : to_text(share.value_or(percent{})) + "%";
  }

  bool allows(std::int64_t updated, std::int64_t stored) const {
    constexpr std::int64_t whole = 1'000'000;  // 100 % in units of percent
    __extension__ typedef __int128 wide;       // a product of two 64-bit numbers
    if (records && updated > *records) return false;
    return !share || wide{updated} * whole <= wide{stored} * share->units;
  }
};

/// The error of a run that would update `updated` of `stored` records, if `limit` does not allow
/// that.
inline result<void> check_limit(const change_limit& limit, std::int64_t updated,
                                std::int64_t stored) {
  if (limit.allows(updated, stored)) return {};
  return failure(std::to_string(updated) + " of " + std::to_string(stored) +
                 " stored videos would change, more than --max-changed " + limit.text() +
                 " allows; --plan shows what would change");
}

}  // namespace tidemark::sync
