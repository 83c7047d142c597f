// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tidemark/sql/column.hpp>

namespace tidemark::sql {

/// `name` as an SQL identifier.
inline std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + "\"";
}

/// The expressions of one database that rules are made of. The rules themselves are the same
/// everywhere (rule_text.hpp); a new database adds a dialect and the statement around them.
class dialect {
 public:
  virtual ~dialect() = default;

  /// The incoming value of the column at `index`. It is NULL if the value is missing, for counters
  /// too: a name for the row "as it would be inserted" is wrong here, since there a missing counter
  /// is already 0 and would pass a gate.
  virtual std::string incoming(const column& target, std::size_t index) const = 0;

  /// The stored value of a column, as it was before the statement.
  virtual std::string stored(const column& target) const = 0;

  /// An expression that is true if `a` and `b`, two values of a column, differ or just one of them
  /// is NULL, and false otherwise.
  virtual std::string distinct(const column& target, std::string_view a,
                               std::string_view b) const = 0;

  /// An expression that is true if `a` is greater than `b`, two values of a column that are not
  /// NULL, in the order of record/value_order.hpp.
  virtual std::string greater(const column& target, std::string_view a,
                              std::string_view b) const = 0;
};

}  // namespace tidemark::sql
