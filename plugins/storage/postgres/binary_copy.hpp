// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "binary_rows.hpp"
#include "query.hpp"

namespace tidemark::postgres {

/// Sends rows through `COPY ... FROM STDIN (FORMAT binary)`, within a transaction.
///
/// Every function throws odb::connection_lost or odb::pgsql::database_exception; then, and when the
/// object is destroyed before `finish`, nothing is stored and the transaction can only be rolled
/// back.
class binary_copy final : public binary_rows {
 public:
  /// Begins `statement`; the connection is busy with it until this object is destroyed.
  binary_copy(PGconn* on, const std::string& statement) : on_(on) {
    PGresult* begun = PQexec(on, statement.c_str());
    if (PQresultStatus(begun) != PGRES_COPY_IN) throw_failed(on, begun);
    PQclear(begun);
    open_ = true;
  }
  ~binary_copy() {
    if (open_) end("the rows are given up");
  }

  /// Ends the COPY; returns how many rows the server took.
  std::int64_t finish() {
    end_rows();
    return end(nullptr);
  }

 private:
  void send(std::string_view bytes) override {
    if (PQputCopyData(on_, bytes.data(), static_cast<int>(bytes.size())) != 1)
      throw odb::connection_lost();
  }

  /// Ends the COPY, which fails if there is a `reason`; throws only if there is none.
  std::int64_t end(const char* reason) {
    open_ = false;
    const bool sent = PQputCopyEnd(on_, reason) == 1;
    PGresult* first = PQgetResult(on_);
    while (PGresult* more = PQgetResult(on_)) PQclear(more);
    if (reason) {
      PQclear(first);
      return 0;
    }
    if (!sent && PQstatus(on_) == CONNECTION_BAD) {
      PQclear(first);
      throw odb::connection_lost();
    }
    return checked(on_, first).written();
  }

  PGconn* on_;
  bool open_ = false;
};

}  // namespace tidemark::postgres
