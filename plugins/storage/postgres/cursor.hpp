// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <libpq-fe.h>

#include <string>
#include <vector>

#include "query.hpp"

namespace tidemark::postgres {

/// Reads the rows of a query some at a time, within a transaction; the server finds the next ones
/// while the caller works on the last. No other statement runs on the connection meanwhile. Throws
/// as query.hpp.
class cursor {
 public:
  cursor(PGconn* on, const std::string& text, const std::vector<std::string>& parameters)
      : on_(on) {
    run(on_, "DECLARE tidemark_rows NO SCROLL CURSOR FOR " + text, parameters);
    ask();
  }
  cursor(const cursor&) = delete;
  cursor& operator=(const cursor&) = delete;
  ~cursor() {
    if (asked_) PQclear(take());
    PQclear(PQexec(on_, "CLOSE tidemark_rows"));  // in vain on a dead connection
  }

  /// The next rows; none after the last.
  rows next() {
    rows found = checked(on_, take());
    if (found.count() != 0) ask();
    return found;
  }

 private:
  void ask() {
    if (PQsendQuery(on_, "FETCH 1000 FROM tidemark_rows") != 1) throw_failed(on_, nullptr);
    asked_ = true;
  }
  PGresult* take() {
    asked_ = false;
    PGresult* found = PQgetResult(on_);
    while (PGresult* more = PQgetResult(on_)) PQclear(more);
    return found;
  }

  PGconn* on_;
  bool asked_ = false;
};

}  // namespace tidemark::postgres
