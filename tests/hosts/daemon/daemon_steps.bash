# SPDX-License-Identifier: BSL-1.0
# What every step of cases/*.yaml has at hand, beside that of tests/postgres: a daemon that ends with
# the step. Each case is one step.
# shellcheck source=../../postgres/fault_steps.bash
. "$(dirname "${BASH_SOURCE[0]}")/../../postgres/fault_steps.bash"

# begin_daemon: starts one on a free port; its log is `log`, its process $DAEMON.
begin_daemon() {
  local lines
  lines=$(cat log 2>/dev/null | grep -c 'daemon begun')
  "$TIDEMARK" daemon 2>>log &
  DAEMON=$!
  soon eval "[ \"\$(grep -c 'daemon begun' log)\" -gt $lines ]"
  PORT=$(sed -n 's/.* port=\([0-9]*\).*/\1/p' log | tail -n 1)
}

# end_daemon: waits for its end; prints its exit code.
end_daemon() {
  wait "$DAEMON"
  echo "exit $?"
}

# kill_daemon: the same of one that is killed. In one step: bash tells of it as soon as it knows.
kill_daemon() {
  { kill -KILL "$DAEMON" && wait "$DAEMON"; } 2>/dev/null
  echo "exit $?"
}

# ask METHOD TARGET: the answer, then its status.
ask() { curl -sS -m 20 -X "$1" -w ' %{http_code}\n' "http://127.0.0.1:$PORT$2" | tr -d '\n'; echo; }

# status TARGET WANTED: whether that is the answer's status.
status() { [ "$(curl -s -m 20 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$PORT$1")" = "$2" ]; }

# said TEXT: whether the log has a line with it.
said() { grep -qF -- "$1" log; }

# ledger: every entry.
ledger() { db -c "SELECT id, status, error FROM sync_runs ORDER BY id"; }
