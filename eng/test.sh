#!/usr/bin/env bash
# test.sh [ARGUMENTS OF dotnet test]: runs the tests; the last line is the sum over all projects.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

results=$(mktemp -d "$root/artifacts/test-results.XXXXXX")
trap 'rm -rf "$root/artifacts/test-results"; mv "$results" "$root/artifacts/test-results"' EXIT
status=0
dotnet test "$root/AsrService.sln" --configuration Release --no-build --nologo \
    --blame-hang-timeout 10min --blame-hang-dump-type none --logger trx --results-directory "$results" "$@" || status=$?

# Skipped tests count in a trx file's total and not among the executed ones.
read -r passed failed skipped < <(find "$results" -name '*.trx' -exec grep -ho '<Counters [^>]*' {} + |
    sed -E 's/.*total="([0-9]+)" executed="([0-9]+)" passed="([0-9]+)".*/\1 \2 \3/' |
    awk '{ total += $1; executed += $2; passed += $3 } END { print passed + 0, executed - passed, total - executed }')

if ((status == 0 && passed + failed == 0)); then
    say "No test ran."
    status=1
fi
echo "$passed passed, $failed failed$( ((skipped == 0)) || echo ", $skipped skipped")"
exit "$status"
