// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/sync/video_policy.hpp>
#include <tidemark/value/json_writer.hpp>

#include "shown_row.hpp"
#include "stored_comparison.hpp"

namespace tidemark::host {

/// What two policies do differently, in one place. rules/README.md, "Compare two policies".
struct policy_difference {
  enum class place { windows, merge, upsert };
  place part = place::windows;
  std::string_view record = {};      ///< not for windows
  std::string_view field = {};       ///< for `upsert`
  std::string when = {};             ///< the exact condition
  std::vector<shown_row> rows = {};  ///< the two smallest that show it; not for windows
  /// What each policy makes of them: the field's value afterwards, the row that is kept, or the
  /// windows.
  std::array<shown_value, 2> results = {};
  std::array<std::size_t, 2> kept = {};  ///< for `merge`: the row that each policy keeps
};

/// The whole comparison of two policies.
struct policy_comparison {
  std::vector<policy_difference> differences;  ///< none: proved to be equal
  /// Whether whatever the first policy changes, the second changes too; and the reverse.
  std::array<bool, 2> implies{};

  bool are_equal() const { return differences.empty(); }
};

/// Compares two policies for every stored record and every row; exact.
policy_comparison compare_policies(const sync::video_policy& a, const sync::video_policy& b);

/// For people; `names` are the policies' files.
void write_text(std::ostream& out, const policy_comparison& comparison,
                const std::array<std::string, 2>& names, bool with_implies);

/// `stored` is what `--brand` found, if it was asked for.
void write_json(json_writer& out, const policy_comparison& comparison,
                const std::optional<stored_differences>& stored);

}  // namespace tidemark::host
