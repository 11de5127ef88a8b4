#!/usr/bin/env bash
# Builds the solution, unless nothing that it is made of has changed since the last build.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

stamp=artifacts/build.stamp
newer() { find src tests bench eng ./*.props ./*.sln global.json .editorconfig -newer "$stamp" -print -quit; }

if [[ ! -f $stamp || ! -f artifacts/bin/AsrService/release/AsrService.dll || -n $(newer) ]]; then
    # The time of the beginning: what is edited during a build is newer than the build.
    touch "$stamp.next"
    step build "Building AsrService" dotnet build AsrService.sln --configuration Release --nologo -consoleLoggerParameters:NoSummary
    mv "$stamp.next" "$stamp"
fi
