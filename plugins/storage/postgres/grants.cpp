// SPDX-License-Identifier: GPL-2.0-only
#include "grants.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "array_text.hpp"
#include "latest_videos.hpp"
#include "one_line.hpp"
#include "postgres_lists.hpp"
#include "query.hpp"
#include "schema.hpp"

namespace tidemark::postgres {

namespace {

/// Grants that the user lacks for tables $2 of schema $1, each with the rights $3, and DELETE for
/// those that are also in $4. Only the tables' owner writes the version.
const std::string lacking_for_rows = R"(
WITH ours AS (
  SELECT c.oid, c.relkind = 'S' AS is_sequence, c.relname,
         pg_catalog.format('%I.%I', n.nspname, c.relname) AS name
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1
    AND (c.relkind IN ('r', 'p') AND c.relname = ANY ($2::text[])
         OR c.relkind = 'S' AND pg_catalog.left(c.relname::text, -7) = ANY ($2::text[]))
), lacking AS (
  SELECT name, is_sequence, CASE
    WHEN NOT is_sequence THEN (
      SELECT pg_catalog.string_agg(p, ', ' ORDER BY i)
      FROM pg_catalog.unnest($3::text[] || CASE WHEN relname = ANY ($4::text[])
                                           THEN '{DELETE}'::text[] END) WITH ORDINALITY AS u(p, i)
      WHERE (relname <> 'tidemark_schema_version' OR p = 'SELECT')
        AND NOT pg_catalog.has_table_privilege(oid, p))
    WHEN 'INSERT' = ANY ($3::text[]) AND NOT pg_catalog.has_sequence_privilege(oid, 'USAGE')
    THEN 'USAGE' END AS rights
  FROM ours
), texts AS (
  SELECT 1, 'USAGE ON SCHEMA ' || pg_catalog.quote_ident($1)
  WHERE EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1
                AND NOT pg_catalog.has_schema_privilege(oid, 'USAGE'))
  UNION ALL
  SELECT 2, rights || ' ON ' || CASE WHEN is_sequence THEN 'SEQUENCE ' ELSE '' END ||
         pg_catalog.string_agg(name, ', ' ORDER BY name)
  FROM lacking WHERE rights IS NOT NULL GROUP BY rights, is_sequence
  UNION ALL
  SELECT 3, 'TEMPORARY ON DATABASE ' || pg_catalog.quote_ident(pg_catalog.current_database())
  WHERE 'INSERT' = ANY ($3::text[])
    AND NOT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMPORARY')
)
SELECT pg_catalog.string_agg('GRANT ' || text || ' TO ' || pg_catalog.quote_ident(current_user),
                             '; ' ORDER BY place, text)
FROM texts AS t(place, text))";

/// The grant that the user lacks to make schema $1 or a table in it.
const std::string lacking_for_tables = R"(
SELECT 'GRANT ' || CASE
  WHEN n.oid IS NULL
  THEN 'CREATE ON DATABASE ' || pg_catalog.quote_ident(pg_catalog.current_database())
  ELSE CASE WHEN pg_catalog.has_schema_privilege(n.oid, 'USAGE') THEN '' ELSE 'USAGE, ' END ||
       'CREATE ON SCHEMA ' || pg_catalog.quote_ident($1) END ||
  ' TO ' || pg_catalog.quote_ident(current_user)
FROM (VALUES (1)) one LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = $1
WHERE n.oid IS NULL OR NOT pg_catalog.has_schema_privilege(n.oid, 'CREATE'))";

/// The owner of the tables of schema $1, if it is another user.
const std::string other_owner = R"(
SELECT pg_catalog.pg_get_userbyid(c.relowner)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relname = 'tidemark_schema_version'
  AND pg_catalog.pg_get_userbyid(c.relowner) <> current_user)";

std::string rights_for(access wanted) {
  switch (wanted) {
    case access::writing: return "{SELECT,INSERT,UPDATE}";
    case access::removing: return "{SELECT,DELETE}";
    default: return "{SELECT}";
  }
}

/// The tables that this access uses.
std::vector<std::string_view> tables_for(access wanted) {
  std::vector<std::string_view> names;
  for (const auto& table : tables::shared_tables) names.push_back(table.name);
  names.insert(names.end(), derived_tables.begin(), derived_tables.end());
  names.push_back(list_table_name);
  // It holds only the daemon's claims.
  if (wanted == access::reading) std::erase(names, "due_runs");
  return names;
}

rows ask(PGconn* on, const std::string& schema, access wanted) {
  if (wanted == access::making) return run(on, lacking_for_tables, {schema});
  const auto names = tables_for(wanted);
  // A run that finds them changed by another program makes them again.
  tags emptied;
  if (wanted == access::writing) emptied.assign(derived_tables.begin(), derived_tables.end());
  return run(on, lacking_for_rows,
             {schema, array_text({names.begin(), names.end()}), rights_for(wanted),
              array_text(emptied)});
}

/// What to do about tables that another user owns; nothing if there are none.
std::optional<std::string> advice_for_owned(PGconn* on, const std::string& schema) {
  const auto owner = run(on, other_owner, {schema});
  if (owner.count() == 0) return std::nullopt;
  // Everybody needs to read the version.
  if (const auto lacking = ask(on, schema, access::reading); !lacking.is_null(0, 0))
    return fmt::format("let its owner run: {}", lacking.text(0, 0));
  return fmt::format("the tables must be changed by their owner: run any command once as {}",
                     owner.text(0, 0));
}

}  // namespace

error denied(const database& db, access wanted, std::string_view detail) {
  const auto own = db.connect();
  const std::string refusal = fmt::format("{}: {}", db.name(), one_line_of(detail));
  if (wanted == access::making)
    if (const auto advice = advice_for_owned(own.get(), db.schema()))
      return failure(fmt::format("{}; {}", refusal, *advice));
  if (const auto lacking = ask(own.get(), db.schema(), wanted);
      lacking.count() == 1 && !lacking.is_null(0, 0))
    return failure(fmt::format("{}; let its owner run: {}", refusal, lacking.text(0, 0)));
  return error_of(insufficient_privilege, db.name(), detail);
}

}  // namespace tidemark::postgres
