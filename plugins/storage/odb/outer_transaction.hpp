// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <odb/transaction.hxx>

namespace tidemark::tables {

/// Sets ODB's transaction of this thread aside, and puts it back, so that a visitor of one database
/// can use another.
class outer_transaction {
 public:
  outer_transaction()
      : outer_(odb::transaction::has_current() ? &odb::transaction::current() : nullptr) {
    if (outer_) odb::transaction::reset_current();
  }
  outer_transaction(const outer_transaction&) = delete;
  outer_transaction& operator=(const outer_transaction&) = delete;
  ~outer_transaction() {
    if (outer_) odb::transaction::current(*outer_);
  }

 private:
  odb::transaction* outer_;
};

}  // namespace tidemark::tables
