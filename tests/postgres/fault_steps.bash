# SPDX-License-Identifier: BSL-1.0
# Functions for every step of cases/*.yaml: each case has its own schema in the private
# server, and everything that a step starts ends with it.

SCHEMA=case_$(tr '[:upper:]' '[:lower:]' <<<"${PWD##*-}")
DATABASE_URL=$TIDEMARK_TEST_POSTGRES
export SCHEMA DATABASE_URL
trap 'jobs=$(jobs -p); [ -z "$jobs" ] || kill $jobs 2>/dev/null' EXIT

# db ARGUMENT...: psql in the case's schema; a table is named as in the product.
db() { PGOPTIONS="-c search_path=$SCHEMA" psql -qAtX "$TIDEMARK_TEST_POSTGRES" "$@"; }

# soon COMMAND...: waits until COMMAND succeeds, at most 30 s.
soon() {
  local i
  for ((i = 0; i < 600; i++)); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.05
  done
  echo "waited in vain for: $*" >&2
  return 1
}
# answers ROWS QUERY: whether the query has these rows.
answers() { [ "$(db -c "$2")" = "$1" ]; }

# through FOLDER: the server's URL, by a Unix socket in FOLDER.
through() { echo "${TIDEMARK_TEST_POSTGRES%%host=*}host=${1//\//%2F}"; }
server_folder() { echo "${TIDEMARK_TEST_POSTGRES##*host=}" | sed 's|%2F|/|g'; }

# cut_at STEPS before|after [down]: DATABASE_URL now leads through a proxy that cuts there.
cut_at() {
  "$CUTTING_PROXY" "$(server_folder)" "$PWD/proxy" "$@" &
  soon test -S "$PWD/proxy/.s.PGSQL.5432"
  DATABASE_URL=$(through "$PWD/proxy")
}
# fake MANNER: DATABASE_URL now leads to a server that tidemark cannot use.
fake() {
  "$FAKE_SERVER" "$PWD/fake" "$1" &
  soon test -S "$PWD/fake/.s.PGSQL.5432"
  DATABASE_URL=$(through "$PWD/fake")
}

# rows COUNT FILE: writes COUNT rows of one creator.
rows() {
  seq "$1" | sed 's/.*/{"id":"&","username":"a","gmv":"&"}/' >"$2"
}

# fault TABLE BODY: each later insert into TABLE runs BODY, in PL/pgSQL, once for each statement.
fault() {
  db -c "CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql
           AS \$\$BEGIN $2 RETURN NULL; END\$\$" \
    -c "CREATE TRIGGER fault BEFORE INSERT ON $1 FOR EACH STATEMENT EXECUTE FUNCTION fault()"
}
no_fault() { db -c "DROP FUNCTION fault CASCADE" 2>/dev/null; }

# state: the state after a fault: the ledger, then the number of stored rows.
state() {
  db -c "SELECT status, error FROM sync_runs ORDER BY id" \
    -c "SELECT (SELECT count(*) FROM creator_videos), count(*) FROM creator_video_metric_snapshots"
}

# as_role NAME[:PASSWORD]: the server's URL for the case's role of that name.
as_role() { echo "postgresql://${SCHEMA}_$1@${TIDEMARK_TEST_POSTGRES#*@}"; }

# server stop fast|immediate, server start, server limit BYTES: see with_server.
server() { "$TIDEMARK_TEST_POSTGRES_CONTROL" "$@"; }
