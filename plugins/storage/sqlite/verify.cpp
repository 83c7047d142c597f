// SPDX-License-Identifier: GPL-2.0-only
#include "verify.hpp"

#include "failure.hpp"
#include "sqlite_storage.hpp"

namespace tidemark::sqlite {

result<verify_report> sqlite_storage::verify(std::optional<std::int64_t> brand_id) {
  return catch_errors(database_->path(), [&]() -> result<verify_report> {
    transaction own(transaction::for_reading, *database_);
    auto report = tables::verify(database_->odb(), brand_id,
                                 [&](std::int64_t brand) { return locks_.held(brand); });
    if (report) own.commit();
    return report;
  });
}

}  // namespace tidemark::sqlite
