// SPDX-License-Identifier: GPL-2.0-only
#include "failure.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/core.h>

#include "one_line.hpp"

namespace tidemark::postgres {

namespace {

struct meaning {
  std::string_view sqlstate;  ///< five characters, or the first two for a whole class
  error_kind kind;
  std::string_view advice;
};

/// The first match counts.
constexpr meaning meanings[] = {
    {"28", error_kind::failed, "correct user and password in `url`, or the server's pg_hba.conf"},
    {"3D000", error_kind::usage, "make the database (CREATE DATABASE), or correct `url`"},
    {"42501", error_kind::failed,
     "let the database's owner GRANT this to the user in `url`, or give another user"},
    {"53300", error_kind::busy, "the server has no connection left; try again later"},
    {"57P03", error_kind::busy, "the server is starting or stopping; try again later"},
    {"55P03", error_kind::busy,
     "another session has held a lock for longer than `lock_timeout`; try again later"},
    {"40", error_kind::busy, "others were writing the same rows; nothing of this was stored, try "
                             "again"},
    {"57014", error_kind::failed,
     "the statement took longer than `statement_timeout`, or somebody cancelled it; nothing of "
     "this was stored. Raise `statement_timeout` and run it again"},
    {"53100", error_kind::failed,
     "the server's disk is full; nothing of this was stored. Make room and run it again"},
    {"25006", error_kind::failed,
     "this transaction could only read: the server is a standby, or it has "
     "default_transaction_read_only = on. Give `url` of a server that can be written"},
    {"XX001", error_kind::failed, "the database is damaged; put back a copy"},
    {"XX002", error_kind::failed, "an index is damaged; REINDEX it"},
};

}  // namespace

bool is_sqlstate(std::string_view text) {
  return text.size() == 5 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isdigit(c) || std::isupper(c);
         });
}

error connection_lost(const std::string& name) {
  return failure(name + ": the connection was lost. Check that the server runs and run it again; "
                        "what was stored already stays as it is");
}

error connection_failed(const std::string& name, std::string detail) {
  return failure(
      fmt::format("{}: {}; check that the server runs and can be reached, and run it again", name,
                  one_line_of(detail)));
}

error error_of(std::string_view sqlstate, const std::string& name, std::string_view detail) {
  const std::string problem = fmt::format("{}: {}", name, one_line_of(detail));
  if (sqlstate.starts_with("08") || sqlstate == "57P01" || sqlstate == "57P02")
    return connection_lost(name);
  for (const auto& [state, kind, advice] : meanings)
    if (sqlstate.starts_with(state))
      return {kind, fmt::format("{}; {}", problem, advice)};
  if (sqlstate.empty()) return failure(problem);
  return failure(fmt::format("{} (SQLSTATE {})", problem, sqlstate));
}

}  // namespace tidemark::postgres
