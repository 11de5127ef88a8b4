#!/usr/bin/env bash
# packages.sh [--tests]: installs the system's packages that are missing; a few milliseconds when none is.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

missing=()
need() { # PACKAGE PROBE…
    "${@:2}" >/dev/null 2>&1 || missing+=("$1")
}
# The drop-in is there while PostgreSQL is being installed: where one is left, that was killed half way.
refusal=/etc/postgresql-common/createcluster.d/asr-service.conf
initdb() { [[ ! -w $refusal ]] && { compgen -G '/usr/lib/postgresql/*/bin/initdb' || type -P initdb; }; }

need ffmpeg type -P ffmpeg ffprobe
# Its server needs ICU, as .NET and the conversion of Chinese characters do: that package's name differs from release to
# release, and so need not be known here.
need postgresql initdb
need cmake type -P cmake
need make type -P make
need g++ type -P gcc g++
need npm type -P npm node
need curl type -P curl
if [[ ${1:-} == --tests ]]; then
    need sox type -P sox
    need chromium type -P chromium
    need espeak-ng type -P espeak-ng
    # Debian keeps it off a user's PATH, and where systemd runs it starts it, on the loopback interface.
    need pgbouncer env PATH="$PATH:/usr/sbin" sh -c 'command -v pgbouncer'
fi

type -P dotnet >/dev/null ||
    die "The .NET SDK 10 is missing. Install it (https://dotnet.microsoft.com/download/dotnet/10.0) and run this again."
((${#missing[@]})) || exit 0

command="apt-get update && apt-get install -y --no-install-recommends ${missing[*]@Q}"
type -P apt-get >/dev/null || die "Missing: ${missing[*]}. There is no apt-get here to install them with: install them and run this again."
((EUID == 0)) || die "Packages are missing. Run this, then run ./asr again:

    sudo sh -c \"$command\""

# Debian would create and start a database server of its own, which nobody here needs. A drop-in says no without touching a
# file of the administrator's, and goes when the packages are in.
if [[ " ${missing[*]} " == *' postgresql '* ]]; then
    mkdir -p "${refusal%/*}"
    trap 'rm -f "$refusal"; rmdir -p --ignore-fail-on-non-empty "${refusal%/*}"' EXIT
    echo 'create_main_cluster = false' >"$refusal"
fi
export DEBIAN_FRONTEND=noninteractive
# An installation that was killed half way has to be finished before apt-get does anything else.
step packages "Installing ${missing[*]}" sh -c "dpkg --configure -a; ${command//apt-get/apt-get -o DPkg::Lock::Timeout=300}"
