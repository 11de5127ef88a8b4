#!/usr/bin/env bash
# Puts the server that the tests speak S3 to behind artifacts/s3rver. Only tests need it.
source "$(dirname "${BASH_SOURCE[0]}")/store.sh"
alone "$0" "$@"

pinned=$root/eng/s3rver
target=$cache/s3rver/$(sha256sum <"$pinned/package-lock.json" | cut -c -16)

# npm checks every package against the lock file's hashes; no package's scripts run.
install() {
    cp "$pinned"/package*.json "$work"
    npm ci --prefix "$work" --cache "$work/npm" --ignore-scripts --no-audit --no-fund --no-update-notifier
}

if [[ ! -d $target ]]; then
    command -v npm >/dev/null || die "s3rver must be fetched with npm, which is missing. './asr setup' installs it."
    step s3rver "Fetching s3rver, an S3 server for the tests" install
    # Node finds a package's dependencies only below a directory of that name.
    mkdir -p "$cache/s3rver" "$work/done"
    mv "$work/node_modules" "$work/done"
    mv "$work/done" "$target"
fi
ln -sfn "$target" "$root/artifacts/s3rver"
