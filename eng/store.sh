# shellcheck shell=bash
# The cache's content-addressed store, objects/<sha256>/<file>: what is fetched or made lives there, checked on every use.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

whisper_package=nodejs-whisper@0.3.1
whisper_sha256=92041caf2b26c74b7f489fedf37bd093f216eebd61df512045ec2d19d0531d37

# object SHA256 FILE: prints the path of a sound object; a damaged one is removed, so that the caller makes it again.
object() {
    local path=$cache/objects/$1/$2
    [[ -f $path ]] || return 1
    if [[ $(sha256sum <"$path") != "$1 "* ]]; then
        say "$path is damaged; making it again."
        rm -f "$path"
        return 1
    fi
    printf '%s\n' "$path"
}

# keep SHA256 FILE: moves $work/FILE into the store and prints its path, if it is what was asked for.
keep() {
    local actual path=$cache/objects/$1/$2
    actual=$(sha256sum <"$work/$2")
    [[ $actual == "$1 "* ]] || die "$2 has the sha256 ${actual%% *}, but $1 is pinned. It is not used."
    mkdir -p "${path%/*}"
    mv -f "$work/$2" "$path"
    printf '%s\n' "$path"
}

# fetch PACKAGE@VERSION: leaves it in $work/package.tgz. npm pack runs no scripts, and its own copy is not kept.
fetch() {
    command -v npm >/dev/null || die "$1 must be fetched with npm, which is missing. './asr setup' installs it."
    step fetch "Fetching $1" \
        npm pack "$1" --pack-destination "$work" --cache "$work/npm" --ignore-scripts --no-update-notifier
    rm -rf "$work/npm"
    mv "$work"/*.tgz "$work/package.tgz"
}

# Prints the path of the package that carries whisper.cpp's sources and its sample recording.
whisper_source() {
    object "$whisper_sha256" whisper.tgz && return
    fetch "$whisper_package"
    mv "$work/package.tgz" "$work/whisper.tgz"
    keep "$whisper_sha256" whisper.tgz
}
