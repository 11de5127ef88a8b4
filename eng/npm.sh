#!/usr/bin/env bash
# npm.sh NAME: puts what eng/NAME/package.json pins behind artifacts/NAME. Only tests need such packages.
source "$(dirname "${BASH_SOURCE[0]}")/store.sh"
alone "$0" "$@"

name=$1
pinned=$root/eng/$name
target=$cache/$name/$(sha256sum <"$pinned/package-lock.json" | cut -c -16)

# npm checks every package against the lock file's hashes; no package's scripts run.
install() {
    cp "$pinned"/package*.json "$work"
    npm ci --prefix "$work" --cache "$work/npm" --ignore-scripts --no-audit --no-fund --no-update-notifier
}

if [[ ! -d $target ]]; then
    command -v npm >/dev/null || die "$name must be fetched with npm, which is missing. './asr setup' installs it."
    step "$name" "Fetching $name for the tests" install
    # Node finds a package's dependencies only below a directory of that name.
    mkdir -p "$cache/$name" "$work/done"
    mv "$work/node_modules" "$work/done"
    mv "$work/done" "$target"
fi
ln -sfn "$target" "$root/artifacts/$name"
