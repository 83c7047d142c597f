// SPDX-License-Identifier: GPL-2.0-only
#include "brand_locks.hpp"

#include <set>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include <tidemark/sql/dialect.hpp>

#include "advisory_key.hpp"
#include "failure.hpp"
#include "query.hpp"

namespace tidemark::postgres {

namespace {

/// The advisory locks that are held in this database.
const std::string held_locks =
    " FROM pg_catalog.pg_locks l WHERE l.locktype = 'advisory' AND l.granted"
    " AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())"
    " AND l.objsubid = 1";

/// Sessions that hold the lock `$1`.
const std::string holders =
    held_locks + " AND l.classid::bigint = ($1::bigint >> 32) & 4294967295"
    " AND l.objid::bigint = $1::bigint & 4294967295";

std::string key_of(const database& db, std::int64_t brand_id) {
  return std::to_string(advisory_key(db.schema(), "brand " + std::to_string(brand_id)));
}

class session_lock final : public storage::brand_lock {
 public:
  session_lock(connection_handle own, std::string key)
      : own_(std::move(own)), key_(std::move(key)) {}
  /// Releases the lock now: the server notices a closed connection only a moment later.
  ~session_lock() override {
    PQclear(PQexec(own_.get(), fmt::format("SELECT pg_advisory_unlock({})", key_).c_str()));
  }

  const std::string& key() const { return key_; }
  bool is_held() const {
    return run(own_.get(), fmt::format("SELECT 1{} AND l.pid = pg_backend_pid()", holders), {key_})
               .count() == 1;
  }

 private:
  connection_handle own_;  // closing it ends the lock at the latest
  std::string key_;
};

std::string holder_of(PGconn* on, const std::string& key) {
  const auto found = run(on,
                         fmt::format(
                             "SELECT a.application_name FROM pg_catalog.pg_stat_activity a"
                             " WHERE a.pid IN (SELECT l.pid{})",
                             holders),
                         {key});
  const std::string name(found.count() == 0 ? "" : found.text(0, 0));
  return name.empty() ? "another session of the server" : name;
}

/// A session that ends with its process, or half a minute after its host at the latest.
connection_handle open_session(const database& db, const std::string& holder) {
  connection_handle own = db.connect();
  run(own.get(), "SELECT set_config('application_name', $1, false)", {holder});
  run(own.get(), "SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5;"
                 "SET tcp_keepalives_count = 3");
  constexpr int with_idle_session_timeout = 140'000;
  if (PQserverVersion(own.get()) >= with_idle_session_timeout)
    run(own.get(), "SET idle_session_timeout = 0");
  return own;
}

error lost(const database& db, std::int64_t brand_id) {
  return failure(
      fmt::format("{}: the lock on brand {} got lost with its connection while the run went on; "
                  "nothing was stored. Check that nothing ends idle connections to the server, and "
                  "run it again",
                  db.name(), brand_id));
}

}  // namespace

result<std::unique_ptr<storage::brand_lock>> brand_locks::take(std::int64_t brand_id,
                                                               const std::string& holder) const {
  return catch_errors(db_.name(), [&]() -> result<std::unique_ptr<storage::brand_lock>> {
    const std::string key = key_of(db_, brand_id);
    connection_handle own = open_session(db_, holder);
    if (!run(own.get(), "SELECT pg_try_advisory_lock($1)", {key}).boolean(0, 0))
      return busy_error(fmt::format("brand {} is held by {}; try again when that run has ended",
                                    brand_id, holder_of(own.get(), key)));
    return std::make_unique<session_lock>(std::move(own), key);
  });
}

bool brand_locks::held(PGconn* on, std::int64_t brand_id) const {
  return run(on, "SELECT 1" + holders, {key_of(db_, brand_id)}).count() != 0;
}

std::optional<tables::held_brand> brand_locks::find_held(PGconn* on) const {
  const auto locks =
      run(on, "SELECT (l.classid::bigint << 32) | l.objid::bigint" + held_locks);
  std::set<std::string_view> keys;
  for (int i = 0; i < locks.count(); ++i) keys.insert(locks.text(i, 0));
  const auto brands =
      run(on, fmt::format("SELECT brand_id FROM {0}.sync_runs"
                          " UNION SELECT brand_id FROM {0}.due_runs ORDER BY brand_id",
                          sql::quoted(db_.schema())));
  for (int i = 0; i < brands.count(); ++i) {
    const auto brand_id = brands.integer(i, 0);
    const std::string key = key_of(db_, brand_id);
    if (keys.contains(key)) return tables::held_brand{brand_id, holder_of(on, key)};
  }
  return std::nullopt;
}

result<void> brand_locks::check(const storage::brand_lock& lock, std::int64_t brand_id) const {
  const auto* own = dynamic_cast<const session_lock*>(&lock);
  if (!own || own->key() != key_of(db_, brand_id))
    return failure("the run does not hold brand " + std::to_string(brand_id));
  return catch_errors(db_.name(), [&]() -> result<void> {
    try {
      if (own->is_held()) return {};
    } catch (const odb::connection_lost&) {
    }
    return lost(db_, brand_id);
  });
}

}  // namespace tidemark::postgres
