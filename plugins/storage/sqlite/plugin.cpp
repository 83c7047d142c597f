// SPDX-License-Identifier: GPL-2.0-only
#include <tidemark/plugin/export.hpp>

#include "database_path.hpp"
#include "failure.hpp"
#include "sqlite_storage.hpp"

namespace {

using namespace tidemark;

constexpr plugin::option_spec options[] = {
    {"path", plugin::option_type::path, true, "The database file; created if it does not exist."},
};

result<std::unique_ptr<storage::backend>> open(const plugin::option_values& given) {
  return sqlite::sqlite_storage::open(given.text("path"));
}

result<void> check(const plugin::option_values& given) {
  const std::string path = given.text("path");
  return sqlite::catch_errors(path, [&] { return sqlite::check_path(path); });
}

constexpr plugin::manifest sqlite_manifest{plugin::kind::storage, "sqlite",
                                           TIDEMARK_VERSION,      options,
                                           std::size(options),    nullptr,
                                           open,                  nullptr,
                                           true,                  check};

}  // namespace

TIDEMARK_PLUGIN(sqlite_manifest);
