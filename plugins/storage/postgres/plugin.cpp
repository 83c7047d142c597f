// SPDX-License-Identifier: GPL-2.0-only
#include <tidemark/plugin/export.hpp>

#include "failure.hpp"
#include "postgres_storage.hpp"
#include "read_options.hpp"

namespace {

using namespace tidemark;
using plugin::option_type;

constexpr plugin::option_spec options[] = {
    {"url", option_type::text, true,
     "Where the database is, e.g. postgresql://user@host/name?sslmode=verify-full.", "", true},
    {"schema", option_type::text, false,
     "The schema that the tables are in; created if it does not exist.", "public"},
    {"pool_size", option_type::integer, false,
     "The most connections, 1 to 100, plus one for each brand being synced.", "4"},
    {"statement_timeout", option_type::duration, false,
     "How long a statement may take, at most 24d; 0s means no limit.", "30m"},
    {"query_timeout", option_type::duration, false,
     "How long a page of videos with filters, or beyond the first 1,000, may take, at most "
     "24d; 0s means that only statement_timeout applies.",
     "10s"},
    {"lock_timeout", option_type::duration, false,
     "How long a statement may wait for a lock, at most 24d; 0s means no limit.", "30s"},
};

result<std::unique_ptr<storage::backend>> open(const plugin::option_values& given) {
  using opened = result<std::unique_ptr<storage::backend>>;
  return postgres::catch_errors("storage postgres", [&]() -> opened {
    const auto wanted = postgres::read_options(given);
    if (!wanted) return wanted.error();
    return postgres::postgres_storage::open(*wanted);
  });
}

result<void> check(const plugin::option_values& given) {
  return postgres::catch_errors("storage postgres", [&]() -> result<void> {
    const auto wanted = postgres::read_options(given);
    return wanted ? result<void>{} : wanted.error();
  });
}

constexpr plugin::manifest postgres_manifest{plugin::kind::storage, "postgres",
                                             TIDEMARK_VERSION,      options,
                                             std::size(options),    nullptr,
                                             open,                  nullptr,
                                             true,                  check};

}  // namespace

TIDEMARK_PLUGIN(postgres_manifest);
