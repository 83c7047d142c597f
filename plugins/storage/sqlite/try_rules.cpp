// SPDX-License-Identifier: GPL-2.0-only
#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include <odb/sqlite/database.hxx>
#include <odb/sqlite/transaction.hxx>

#include <tidemark/storage/decide_batch.hpp>

#include "failure.hpp"
#include "schema.hpp"
#include "sqlite_storage.hpp"
#include "tables-odb-sqlite.hxx"
#include "trial_rows.hpp"
#include "upsert.hpp"

namespace tidemark::sqlite {

namespace {

using storage::rule_trial;
using storage::tried_records;

constexpr const char* in_memory = ":memory:";

/// The tables of a fresh database in memory.
template <record Record>
class trial_tables {
 public:
  explicit trial_tables(const engine::program<Record>& rules)
      : odb_(in_memory, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, false, "",
             std::make_unique<odb::sqlite::single_connection_factory>()),
        own_(odb_.begin()) {
    odb_.schema_version_table("tidemark_schema_version");
    tables::bring_up_to_date(odb_, 0);
    upsert_.emplace(own_.connection().handle(), rules, timestamp{});
  }

  void store(std::size_t trial, Record stored) {
    upsert_->insert(tables::of_trial(trial, std::move(stored)), nullptr);
  }

  void bring_in(std::size_t trial, Record incoming) {
    incoming = tables::of_trial(trial, std::move(incoming));
    if (const auto found = upsert_->decide(incoming)) {
      if (found->changes) upsert_->update(found->id, incoming);
    } else if (storage::has_required(incoming)) {
      upsert_->insert(std::move(incoming), nullptr);
    }
  }

  /// Ends a run: the next one sees what it inserted.
  void flush() { upsert_->flush(); }

  tried_records<Record> stored(std::span<const rule_trial<Record>> trials) {
    return tables::tried_rows(odb_, trials);
  }

 private:
  odb::sqlite::database odb_;
  odb::sqlite::transaction own_;
  std::optional<upsert<Record>> upsert_;
};

template <record Record>
result<tried_records<Record>> try_all(const engine::program<Record>& rules,
                                      std::span<const rule_trial<Record>> trials) {
  return catch_errors(in_memory, [&]() -> result<tried_records<Record>> {
    trial_tables<Record> own(rules);
    std::size_t runs = 0;
    for (std::size_t i = 0; i < trials.size(); ++i) {
      if (trials[i].stored) own.store(i, *trials[i].stored);
      runs = std::max(runs, trials[i].incoming.size());
    }
    own.flush();
    for (std::size_t run = 0; run < runs; ++run) {
      for (std::size_t i = 0; i < trials.size(); ++i)
        if (run < trials[i].incoming.size()) own.bring_in(i, trials[i].incoming[run]);
      own.flush();
    }
    return own.stored(trials);
  });
}

}  // namespace

result<tried_records<videos::creator_video>> sqlite_storage::try_rules(
    const engine::program<videos::creator_video>& rules,
    std::span<const rule_trial<videos::creator_video>> trials) {
  return try_all(rules, trials);
}

result<tried_records<videos::metric_snapshot>> sqlite_storage::try_rules(
    const engine::program<videos::metric_snapshot>& rules,
    std::span<const rule_trial<videos::metric_snapshot>> trials) {
  return try_all(rules, trials);
}

}  // namespace tidemark::sqlite
