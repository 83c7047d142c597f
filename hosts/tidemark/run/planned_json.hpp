// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tidemark/storage/planned_change.hpp>
#include <tidemark/storage/run_batch.hpp>
#include <tidemark/value/json_writer.hpp>

/// Planned changes in JSON: hosts/tidemark/commands.md, "A plan".
namespace tidemark::host {

/// The word of the rule that decides a field, `inserted` for those of a new record.
std::string_view rule_of(const storage::programs& rules, const storage::planned_change& change,
                         const storage::field_change& field);

/// The verdict on a field, with `(tie)` where `on_tie` decided it.
std::string verdict_of(const storage::field_change& field);

/// Writes `change` as an object; `brand_id` is its first member, if it is given.
void write_change(json_writer& out, const storage::programs& rules,
                  const storage::planned_change& change,
                  std::optional<std::int64_t> brand_id = std::nullopt);

}  // namespace tidemark::host
