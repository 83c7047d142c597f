// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <libpq-fe.h>

#include <string>
#include <utility>
#include <vector>

#include "query.hpp"

namespace tidemark::postgres {

/// Reads the rows of a query some at a time, within a transaction; the server finds the next ones
/// while the caller works on the last. The caller must run no other statement on the connection
/// meanwhile. Throws as query.hpp.
class cursor {
 public:
  /// Who takes the rows: a run, which does not stop, or a reader, who may pause for hours. The time
  /// that the server waits for a reader does not count: after the first rows, which take a sort,
  /// the transaction's statements have no time limit. A reader gets fewer rows at a time, which the
  /// connection usually holds, so that the server need not wait to send them.
  enum class taker { run, reader };

  cursor(PGconn* on, const std::string& text, const std::vector<std::string>& parameters,
         taker by)
      : on_(on), fetch_(by == taker::reader ? "FETCH 200 FROM tidemark_rows"
                                            : "FETCH 1000 FROM tidemark_rows"),
        limit_ends_(by == taker::reader) {
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
    if (found.count() == 0) return found;
    if (std::exchange(limit_ends_, false)) run(on_, "SET LOCAL statement_timeout = 0");
    ask();
    return found;
  }

 private:
  void ask() {
    if (PQsendQuery(on_, fetch_) != 1) throw_failed(on_, nullptr);
    asked_ = true;
  }
  PGresult* take() {
    asked_ = false;
    PGresult* found = PQgetResult(on_);
    while (PGresult* more = PQgetResult(on_)) PQclear(more);
    return found;
  }

  PGconn* on_;
  const char* fetch_;
  bool limit_ends_;  ///< after the first rows
  bool asked_ = false;
};

}  // namespace tidemark::postgres
