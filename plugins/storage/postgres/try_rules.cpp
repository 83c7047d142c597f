// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include <fmt/core.h>

#include <tidemark/sql/dialect.hpp>
#include <tidemark/sql/postgres_upsert.hpp>

#include "binary_copy.hpp"
#include "failure.hpp"
#include "grants.hpp"
#include "postgres_storage.hpp"
#include "query.hpp"
#include "tables-odb-pgsql.hxx"
#include "trial_rows.hpp"

namespace tidemark::postgres {

namespace {

using storage::rule_trial;
using storage::tried_records;

/// A temporary table that is like the table of such records, and hides it.
template <record Record>
class trial_table {
 public:
  trial_table(PGconn* on, const std::string& schema, const engine::program<Record>& rules)
      : on_(on), texts_(sql::postgres_upsert_of(sql::rule_table_of(rules), {.schema = "pg_temp"})) {
    const std::string table = sql::quoted(std::string(record_traits<Record>::name));
    // Its own ids: those of the real table must not be used up.
    run(on_, "CREATE TEMPORARY SEQUENCE trial_ids");
    run(on_, fmt::format(
                 "CREATE TEMPORARY TABLE {0} (LIKE {1}.{0} INCLUDING DEFAULTS) ON COMMIT DROP",
                 table, sql::quoted(schema)));
    run(on_, fmt::format("ALTER TABLE pg_temp.{} ALTER COLUMN id SET DEFAULT"
                         " pg_catalog.nextval('pg_temp.trial_ids')",
                         table));
    run(on_, texts_.stage);
  }

  void store(std::span<const rule_trial<Record>> trials) {
    binary_copy copy(on_, texts_.copy_direct);
    for (std::size_t i = 0; i < trials.size(); ++i)
      if (trials[i].stored) copy.put_inserted(tables::of_trial(i, *trials[i].stored), timestamp{});
    copy.finish();
  }

  /// Upserts the records of one run.
  void bring_in(std::span<const rule_trial<Record>> trials, std::size_t number) {
    run(on_, "TRUNCATE pg_temp." +
                 sql::quoted("incoming_" + std::string(record_traits<Record>::name)));
    {
      binary_copy copy(on_, texts_.copy_staged);
      for (std::size_t i = 0; i < trials.size(); ++i)
        if (number < trials[i].incoming.size())
          copy.put_record(tables::of_trial(i, trials[i].incoming[number]));
      copy.finish();
    }
    run(on_, texts_.apply, {to_rfc3339(timestamp{})});
  }

 private:
  PGconn* on_;
  sql::postgres_upsert texts_;
};

template <record Record>
result<tried_records<Record>> try_all(database& of, const engine::program<Record>& rules,
                                      std::span<const rule_trial<Record>> trials) {
  return catch_errors(of, access::writing, [&]() -> result<tried_records<Record>> {
    // Its own connection: one with prepared statements on the real tables would keep reading those.
    const auto own_pool = of.new_pool(1);
    odb::pgsql::transaction own(own_pool->begin());  // never committed
    trial_table<Record> table(own.connection().handle(), of.schema(), rules);
    table.store(trials);
    std::size_t runs = 0;
    for (const auto& trial : trials) runs = std::max(runs, trial.incoming.size());
    for (std::size_t number = 0; number < runs; ++number) table.bring_in(trials, number);
    return tables::tried_rows(*own_pool, trials);
  });
}

}  // namespace

result<tried_records<videos::creator_video>> postgres_storage::try_rules(
    const engine::program<videos::creator_video>& rules,
    std::span<const rule_trial<videos::creator_video>> trials) {
  return try_all(*database_, rules, trials);
}

result<tried_records<videos::metric_snapshot>> postgres_storage::try_rules(
    const engine::program<videos::metric_snapshot>& rules,
    std::span<const rule_trial<videos::metric_snapshot>> trials) {
  return try_all(*database_, rules, trials);
}

}  // namespace tidemark::postgres
