// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/policy/policy.hpp>
#include <tidemark/sync/video_policy.hpp>
#include <tidemark/value/json_writer.hpp>

#include "shown_row.hpp"

namespace tidemark::host {

/// Rows that show that a field depends on how rows come in.
struct shown_dependence {
  bool from_stored = false;  ///< the first row is what is stored before; otherwise nothing is
  std::vector<shown_row> rows;
  std::array<shown_value, 2> results;  ///< of the field, in the one way and in the other
};

/// Words to change, and what becomes of the law then.
struct shown_repair {
  std::vector<std::string> edits;
};

/// Whether a law holds for a field: proved for all rows, or the smallest rows that show otherwise.
struct field_law {
  std::string_view record;
  std::string_view field;
  policy::law law = policy::law::replay;
  std::optional<shown_dependence> depends;  ///< nothing: it holds
  const policy::accepted_law* accepted = nullptr;  ///< the entry that accepts the dependence
  /// With repairs: the fewest changes of one word each after which the law holds, at most two; all
  /// ways with that many.
  std::vector<shown_repair> repairs = {};
};

/// Every law of every field with a rule; exact. rules/laws.md. `accepted` must outlive the result.
std::vector<field_law> laws_of(const sync::video_policy& policy,
                               const std::vector<policy::accepted_law>& accepted,
                               bool with_repairs = false);

/// Reports records and fields of `accepted` that do not exist, and entries that nothing in `laws`
/// needs.
void check_accepted_laws(const std::vector<policy::accepted_law>& accepted,
                         const std::vector<field_law>& laws, diagnostics::issues& found);

/// A table of all fields and laws; then, for each dependence, the rows that show it and, with
/// repairs, the words to change.
void write_text(std::ostream& out, const std::vector<field_law>& laws, bool with_repairs);

/// The member `fields` of the object that is open.
void write_json(json_writer& out, const std::vector<field_law>& laws, bool with_repairs);

}  // namespace tidemark::host
