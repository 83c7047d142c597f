# SPDX-License-Identifier: BSL-1.0
# Functions for the steps of cases/*.yaml, in addition to those of tests/postgres: a daemon that
# ends with the step. Each case is one step.
# shellcheck source=../../postgres/fault_steps.bash
. "$(dirname "${BASH_SOURCE[0]}")/../../postgres/fault_steps.bash"

# begin_daemon: starts a daemon on a free port; its log is `log`, its process $DAEMON.
begin_daemon() {
  local lines
  lines=$(cat log 2>/dev/null | grep -c 'daemon started')
  "$TIDEMARK" daemon 2>>log &
  DAEMON=$!
  soon eval "[ \"\$(grep -c 'daemon started' log)\" -gt $lines ]"
  PORT=$(sed -n 's/.* port=\([0-9]*\).*/\1/p' log | tail -n 1)
}

# end_daemon: waits for its end; prints its exit code.
end_daemon() {
  wait "$DAEMON"
  echo "exit $?"
}

# kill_daemon: kills the daemon; prints its exit code. In one command, because bash reports a killed
# job as soon as it notices.
kill_daemon() {
  { kill -KILL "$DAEMON" && wait "$DAEMON"; } 2>/dev/null
  echo "exit $?"
}

# ask METHOD TARGET: the answer, then its status.
ask() { curl -sS -m 20 -X "$1" -w ' %{http_code}\n' "http://127.0.0.1:$PORT$2" | tr -d '\n'; echo; }

# status TARGET WANTED: whether the answer has that status.
status() {
  [ "$(curl -s -m 20 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$PORT$1")" = "$2" ]
}

# logged TEXT: whether the log has a line with it.
logged() { grep -qF -- "$1" log; }

# ledger: every entry.
ledger() { db -c "SELECT id, status, error FROM sync_runs ORDER BY id"; }
