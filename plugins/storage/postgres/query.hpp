// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <libpq-fe.h>

#include <charconv>
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>
#include <odb/exceptions.hxx>
#include <odb/pgsql/exceptions.hxx>

/// Statements on ODB's connections, for what ODB cannot express, and on other connections.
namespace tidemark::postgres {

/// The result of a statement: rows of texts.
class rows {
 public:
  explicit rows(PGresult* own) : own_(own) {}

  int count() const { return PQntuples(own_.get()); }
  bool is_null(int row, int column) const { return PQgetisnull(own_.get(), row, column) != 0; }
  /// Valid as long as this object lives; empty for NULL.
  std::string_view text(int row, int column) const {
    return {PQgetvalue(own_.get(), row, column),
            static_cast<std::size_t>(PQgetlength(own_.get(), row, column))};
  }
  /// 0 for NULL.
  std::int64_t integer(int row, int column) const { return number(text(row, column)); }
  bool boolean(int row, int column) const { return text(row, column) == "t"; }
  /// How many rows a statement wrote.
  std::int64_t written() const { return number(PQcmdTuples(own_.get())); }

  /// The number that the server wrote as `digits`; 0 if there are none.
  static std::int64_t number(std::string_view digits) {
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }

 private:
  struct clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };

  std::unique_ptr<PGresult, clear> own_;
};

/// Throws what `result`, or the connection, says is wrong: odb::connection_lost,
/// odb::pgsql::database_exception or std::bad_alloc. `result` is cleared.
[[noreturn]] inline void throw_failed(PGconn* on, PGresult* result) {
  const rows cleared(result);
  if (PQstatus(on) == CONNECTION_BAD) throw odb::connection_lost();
  if (!result) throw std::bad_alloc();
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const char* hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);
  const char* words = text ? text : PQerrorMessage(on);
  throw odb::pgsql::database_exception(state ? state : "",
                                       hint ? fmt::format("{} ({})", words, hint) : words);
}

/// `result`, if the statement succeeded; otherwise throws as throw_failed.
inline rows checked(PGconn* on, PGresult* result) {
  const auto status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw_failed(on, result);
  return rows(result);
}

/// Runs `text`, which may be several statements; the rows are those of the last.
inline rows run(PGconn* on, const std::string& text) {
  return checked(on, PQexec(on, text.c_str()));
}

/// Runs one statement with `$1`, `$2`... as texts.
inline rows run(PGconn* on, const std::string& text, const std::vector<std::string>& parameters) {
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const auto& parameter : parameters) values.push_back(parameter.c_str());
  return checked(on, PQexecParams(on, text.c_str(), static_cast<int>(values.size()), nullptr,
                                  values.data(), nullptr, nullptr, 0));
}

}  // namespace tidemark::postgres
