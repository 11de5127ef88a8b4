# shellcheck shell=bash
# Sourced by every script here: where things are, how they speak, how a long step shows that it is alive.
set -euo pipefail
shopt -s inherit_errexit

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${ASR_CACHE:-${XDG_CACHE_HOME:-${HOME:?is not set: set ASR_CACHE to a directory for builds and models}/.cache}/asr-service}
mkdir -p "$cache" "$root/artifacts/logs"
cache=$(cd "$cache" && pwd)

# Standard output belongs to results (paths, transcripts), so that scripts can be called by scripts.
say() { printf '%s\n' "$*" >&2; }
die() { say "asr: $*"; exit 1; }

# alone "$0" "$@" makes the rest of a script the only set-up at work on this cache, with $work as its scratch directory:
# in the cache's own file system, so that a rename from there is atomic.
alone() {
    if [[ -z ${ASR_ALONE:-} ]]; then
        # Whoever gets the lock at once is alone, so what lies in tmp was left by a run that was killed.
        flock --nonblock "$cache/lock" rm -rf "$cache/tmp" || say "Another set-up is at work; waiting for it to end."
        # flock itself holds the lock (--close), so that no build server that a step leaves running keeps it.
        ASR_ALONE=1 exec flock --close "$cache/lock" "$@"
    fi
    mkdir -p "$cache/tmp"
    work=$(mktemp -d "$cache/tmp/XXXXXX")
    trap 'rm -rf "$work"' EXIT
}

# step LOG TEXT COMMAND…: runs it out of sight; its output is kept, and the end of it shown on failure.
step() {
    local log=$root/artifacts/logs/$1.log text=$2 started=$SECONDS ticker status
    shift 2
    : >"$log"
    alive "$text" "$log" &
    ticker=$!
    # Not "if": bash ignores set -e in whatever runs as a condition.
    set +e
    (set -e; "$@") >>"$log" 2>&1 </dev/null
    status=$?
    set -e
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    [[ ! -t 2 ]] || printf '\r\e[K' >&2
    if ((status == 0)); then
        say "✓ $text ($((SECONDS - started)) s)"
        return
    fi
    say "✗ $text: failed. The end of $log:"
    tail -n 25 "$log" | sed 's/^/    /' >&2
    say "When that is put right, run the same command again: what is finished is kept."
    exit "$status"
}

# The line that moves, or a line every ten seconds where nobody watches; with cmake's percentage where there is one.
alive() {
    local text=$1 log=$2 pause=10 format='… %s: %d s %s\n' percent
    if [[ -t 2 ]]; then
        pause=0.2 format='\r\e[K… %s: %d s %s'
    else
        say "… $text"
    fi
    while sleep "$pause" >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
        percent=$(tail -c 99999 "$log" | grep -oE '\[ *[0-9]+%\]' | tail -n 1) || percent=''
        # shellcheck disable=SC2059
        printf "$format" "$text" "$((SECONDS - started))" "$percent" >&2
    done
}
