# SPDX-License-Identifier: BSL-1.0
# Shared by the scripts in this folder: the version of Debian, queries of dpkg, and a careful apt.
# Sourced, not run.

# The messages of apt and dpkg are parsed below, so they must be in English.
export LC_ALL=C

say() { printf '%s: %s\n' "${0##*/}" "$*"; }

# die MESSAGE [LINE]...: the message, then lines that say what to do.
die() {
  printf '%s: error: %s\n' "${0##*/}" "$1" >&2
  shift
  (($# == 0)) || printf '    %s\n' "$@" >&2
  exit 1
}

# Prints the system, such as "debian 12", or "unknown".
system_release() {
  (
    # shellcheck disable=SC1091
    . /etc/os-release 2>/dev/null || true
    printf '%s\n' "${ID:-unknown}${VERSION_ID:+ $VERSION_ID}"
  )
}

# Prints the major version of the clang that CI uses here. Older ones fail on the ranges of
# libstdc++ 12; these are the newest versions that were tried on each release.
clang_version() {
  case $(system_release) in
    'debian 12') echo 16 ;;
    'debian 13') echo 19 ;;
    *) die "no clang is chosen for this system ($(system_release))" ;;
  esac
}

# Prints those of the named packages that are not installed.
missing_packages() {
  local -A installed=()
  local status name
  while read -r status name; do
    [[ $status != installed ]] || installed[$name]=1
  done < <(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null)
  for name in "$@"; do
    [[ -n ${installed[$name]:-} ]] || printf '%s\n' "$name"
  done
}

# Stops early, with advice, if packages cannot be installed anyway.
require_root() {
  ((EUID != 0)) || return 0
  command -v sudo >/dev/null ||
    die "installing packages needs root, and there is no sudo here" "run this once as root"
  # Without a terminal sudo cannot ask for a password, so it has to do without.
  sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; } ||
    die "sudo does not let $(id -un) install packages" \
      "run this once as root, or in a terminal where sudo can ask for your password"
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# The system's apt-get: asks nothing, retries downloads, and waits for another apt to finish.
apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C \
    apt-get -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=600 "$@" </dev/null
}

# Refreshes the package lists, once for a script and the scripts that it calls. A failure is only
# a warning: often only one third-party source fails, and the existing lists may be enough.
apt_update() {
  [[ -z ${TIDEMARK_APT_UPDATED:-} ]] || return 0
  export TIDEMARK_APT_UPDATED=1
  local output tries
  for ((tries = 0; tries < 30; ++tries)); do
    ! output=$(apt_get update 2>&1) || return 0
    # The lock on the lists is the one that apt-get does not wait for by itself.
    [[ $output == *lists/lock* ]] || break
    sleep 5
  done
  printf '%s\n' "$output" | grep -E '^[EW]:' >&2 || true
  say "apt-get update failed; going on with the package lists that are there" >&2
}

# apt_install PACKAGE|FILE...
apt_install() {
  local log status=0 removals=(--no-remove)
  # Another version of Boost may conflict. Only on CI's machines it may be removed.
  [[ ${CI:-} != true ]] || removals=()
  apt_update
  log=$(mktemp)
  apt_get install --yes --no-install-recommends "${removals[@]}" "$@" >"$log" 2>&1 || status=$?
  if ((status != 0)); then
    tail -n 25 "$log" >&2
    rm -f "$log"
    die "apt-get could not install: $*" \
      "Its last words are above. Usual causes: no network, a mirror that does not answer, or" \
      "/etc/apt without the section 'main' of this release. Try 'apt-get update', then again." \
      "If packages would have to be removed, remove them yourself or run this with CI=true."
  fi
  rm -f "$log"
}
