// SPDX-License-Identifier: GPL-2.0-only
#include "due_run_rows.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include <tidemark/policy/words.hpp>
#include <tidemark/storage/run_of_due_time.hpp>

#include "tables-odb.hxx"

namespace tidemark::tables {

namespace {

using due_query = odb::query<due_run>;
using storage::due_run_state;

constexpr std::int64_t second = 1'000'000;

/// A settling row is this much later than its due run.
constexpr std::int64_t settled_after = 1;

bool is_whole_second(timestamp moment) { return moment.micros % second == 0; }

/// Whether a row at `later` settles the one at `earlier`.
bool settles(timestamp later, timestamp earlier) {
  return is_whole_second(earlier) && later.micros == earlier.micros + settled_after;
}

bool is_over(due_run_state state) {
  return state == due_run_state::done || state == due_run_state::missed;
}

std::vector<due_run> rows_of(odb::database& db, const due_query& wanted) {
  std::vector<due_run> rows;
  for (auto& row : db.query<due_run>(wanted)) rows.push_back(std::move(row));
  return rows;
}

due_query key_is(std::int64_t brand_id, timestamp due_at) {
  return due_query::brand_id == brand_id && due_query::due_at == due_at;
}

std::optional<due_run> find_row(odb::database& db, const due_query& wanted) {
  auto rows = rows_of(db, wanted);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

/// The row, which nobody else changes until the transaction ends.
std::optional<due_run> lock_row(odb::database& db, std::int64_t brand_id, timestamp due_at) {
  const auto wanted = key_is(brand_id, due_at);
  // SQLite has one writer at a time.
  return db.id() == odb::id_pgsql ? find_row(db, wanted + "FOR UPDATE") : find_row(db, wanted);
}

bool is_latest(odb::database& db, const due_run& row) {
  return rows_of(db, (due_query::brand_id == row.brand_id && due_query::due_at > row.due_at) +
                         "LIMIT 1")
      .empty();
}

/// Throws std::runtime_error when the row's state is unknown.
due_run_state state_of(odb::database& db, const due_run& row) {
  if (!row.state)
    return is_whole_second(row.due_at) && is_latest(db, row) ? due_run_state::claimed
                                                             : due_run_state::done;
  const auto state = policy::find_word<due_run_state>(storage::due_run_state_words, *row.state);
  if (!state)
    throw std::runtime_error(fmt::format("due_runs holds the unknown state \"{}\"", *row.state));
  return *state;
}

storage::due_run to_due_run(odb::database& db, const due_run& row) {
  return {row.brand_id, row.due_at, state_of(db, row),
          row.host.value_or(""), row.run_id, row.changed_at.value_or(row.due_at)};
}

/// Adds a row without a state, unless the row exists.
bool add_row(odb::database& db, std::int64_t brand_id, timestamp due_at) {
  // ODB cannot express this. Waits for another host's row with the same key.
  return db.execute(fmt::format(
             "INSERT INTO due_runs (brand_id, due_at) VALUES ({}, '{}') ON CONFLICT DO NOTHING",
             brand_id, to_text(due_at))) == 1;
}

/// Writes to `row` what `due` says.
void write_row(odb::database& db, due_run row, const storage::due_run& due) {
  row.state = to_text(due.state);
  row.host = due.host;
  row.run_id = due.run_id;
  row.changed_at = due.changed_at;
  db.update(row);
}

/// Makes a tidemark without states treat a finished due run as settled.
void settle(odb::database& db, const storage::due_run& due) {
  if (!is_over(due.state) || !is_whole_second(due.due_at)) return;
  auto settled = due;
  settled.due_at.micros += settled_after;
  settled.state = due_run_state::done;
  settled.run_id.reset();
  if (add_row(db, settled.brand_id, settled.due_at))
    write_row(db, find_row(db, key_is(settled.brand_id, settled.due_at)).value(), settled);
}

/// Changes `row`, which is locked, to `due`.
void change_row(odb::database& db, due_run row, const storage::due_run& due) {
  write_row(db, std::move(row), due);
  settle(db, due);
}

bool change_one(odb::database& db, const storage::due_run_change& change) {
  const auto& after = change.after;
  if (!change.before && !add_row(db, after.brand_id, after.due_at)) return false;
  const auto row = lock_row(db, after.brand_id, after.due_at);
  if (!row || (change.before && to_due_run(db, *row) != *change.before)) return false;
  change_row(db, *row, after);
  return true;
}

/// The places of `changes` by brand and due time; those of one due run stay in their order.
std::vector<std::size_t> in_key_order(std::span<const storage::due_run_change> changes) {
  std::vector<std::size_t> places(changes.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
    const auto key = [&](std::size_t place) {
      return std::pair(changes[place].after.brand_id, changes[place].after.due_at);
    };
    return key(a) < key(b);
  });
  return places;
}

/// Conditions on rows of due_runs. Each database computes with times in its own way.
class row_conditions {
 public:
  explicit row_conditions(const odb::database& db) : pgsql_(db.id() == odb::id_pgsql) {}

  /// Whether `later` is a row of the same brand that settles `earlier`.
  std::string settles(const std::string& later, const std::string& earlier) const {
    if (pgsql_)
      return fmt::format(
          "{0}.brand_id = {1}.brand_id AND {1}.due_at = {0}.due_at - interval '1 microsecond'"
          " AND {1}.due_at = date_trunc('second', {1}.due_at)",
          later, earlier);
    return fmt::format(
        "{0}.brand_id = {1}.brand_id AND {1}.due_at = substr({0}.due_at, 1, 19)"
        " AND substr({0}.due_at, 20) = '.000001'",
        later, earlier);
  }

  /// Whether `row` was over before `limit` and is not the last of its brand.
  std::string is_removable(const std::string& row, timestamp limit) const {
    return fmt::format(
        "({0}.state IN ('done', 'missed') AND {0}.changed_at < '{1}'"
        " OR {0}.state IS NULL AND {0}.due_at < '{1}')"
        " AND EXISTS (SELECT 1 FROM due_runs AS later WHERE later.brand_id = {0}.brand_id"
        " AND later.due_at > {2})",
        row, to_text(limit), settled_time(row));
  }

 private:
  /// The due time of the settling row of `row`; that of `row` itself, if there is none.
  std::string settled_time(const std::string& row) const {
    if (pgsql_)
      return fmt::format(
          "CASE WHEN {0}.due_at = date_trunc('second', {0}.due_at)"
          " THEN {0}.due_at + interval '1 microsecond' ELSE {0}.due_at END",
          row);
    return fmt::format(
        "CASE length({0}.due_at) WHEN 19 THEN {0}.due_at || '.000001' ELSE {0}.due_at END", row);
  }

  bool pgsql_;
};

}  // namespace

std::optional<storage::due_run> find_due_run(odb::database& db, std::int64_t brand_id,
                                             timestamp due_at) {
  const auto row = find_row(db, key_is(brand_id, due_at));
  if (!row) return std::nullopt;
  return to_due_run(db, *row);
}

std::optional<storage::due_run> find_last_due_run(odb::database& db, std::int64_t brand_id) {
  const auto rows = rows_of(db, (due_query::brand_id == brand_id) + "ORDER BY" +
                                    due_query::due_at + "DESC LIMIT 2");
  if (rows.empty()) return std::nullopt;
  const bool settling = rows.size() == 2 && settles(rows[0].due_at, rows[1].due_at);
  return to_due_run(db, rows[settling ? 1 : 0]);
}

std::vector<storage::due_run> open_due_runs(odb::database& db) {
  std::vector<storage::due_run> open;
  for (const auto& row :
       rows_of(db, due_query("state IN ('claimed', 'released') OR state IS NULL") + "ORDER BY" +
                       due_query::brand_id + "," + due_query::due_at)) {
    auto due = to_due_run(db, row);
    if (!is_over(due.state)) open.push_back(std::move(due));
  }
  return open;
}

std::vector<bool> change_due_runs(odb::database& db,
                                  std::span<const storage::due_run_change> changes) {
  std::vector<bool> made(changes.size());
  for (const auto place : in_key_order(changes)) made[place] = change_one(db, changes[place]);
  return made;
}

result<void> begin_due_run(odb::database& db, const storage::run_start& start,
                           std::int64_t run_id) {
  if (!start.due_at) return {};
  const auto row = lock_row(db, start.brand_id, *start.due_at);
  auto due = row ? std::optional(to_due_run(db, *row)) : std::nullopt;
  const auto takes = storage::may_begin(start, due);
  if (!takes) return takes.error();
  if (!*takes) return {};
  due->run_id = run_id;
  due->changed_at = start.started_at;
  change_row(db, *row, *due);
  return {};
}

void end_due_run(odb::database& db, const sync_run& run, due_run_state as, timestamp at) {
  if (!run.due_at) return;
  const auto row = lock_row(db, run.brand_id, *run.due_at);
  if (!row) return;
  auto due = to_due_run(db, *row);
  if (storage::end_with_run(due, run.id, as, at)) change_row(db, *row, due);
}

std::int64_t remove_due_runs(odb::database& db, timestamp limit) {
  const row_conditions conditions(db);
  // Settling rows are removed first: without the rows that they settle they would count as due
  // runs.
  db.execute(fmt::format(
      "DELETE FROM due_runs AS settling WHERE EXISTS (SELECT 1 FROM due_runs AS settled"
      " WHERE {} AND {})",
      conditions.settles("settling", "settled"), conditions.is_removable("settled", limit)));
  const auto removed = db.execute(fmt::format(
      "DELETE FROM due_runs AS old WHERE {}"
      " AND NOT EXISTS (SELECT 1 FROM due_runs AS settled WHERE {})",
      conditions.is_removable("old", limit), conditions.settles("old", "settled")));
  return static_cast<std::int64_t>(removed);
}

}  // namespace tidemark::tables
