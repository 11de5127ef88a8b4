#!/usr/bin/env bash
# test.sh [ARGUMENTS OF dotnet test]: runs the tests; the last line is the sum over all projects. Without arguments, the
# line before it says how much of the code was run, of which artifacts/coverage has the details.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

results=$(mktemp -d "$root/artifacts/test-results.XXXXXX")
trap 'rm -rf "$root/artifacts/test-results"; mv "$results" "$root/artifacts/test-results"' EXIT
coverage=()
(($#)) || coverage=(--collect 'XPlat Code Coverage' --settings "$root/eng/coverage.runsettings")
status=0
dotnet test "$root/AsrService.sln" --configuration Release --no-build --nologo \
    --blame-hang-timeout 10min --blame-hang-dump-type none --logger trx --results-directory "$results" "${coverage[@]}" "$@" || status=$?

# Skipped tests count in a trx file's total and not among the executed ones.
read -r passed failed skipped < <(find "$results" -name '*.trx' -exec grep -ho '<Counters [^>]*' {} + |
    sed -E 's/.*total="([0-9]+)" executed="([0-9]+)" passed="([0-9]+)".*/\1 \2 \3/' |
    awk '{ total += $1; executed += $2; passed += $3 } END { print passed + 0, executed - passed, total - executed }')

# What servers in processes of their own ran is not counted.
if ((${#coverage[@]})); then
    (cd "$root" && dotnet tool restore && dotnet reportgenerator "-reports:$results/*/coverage.cobertura.xml" \
        "-targetdir:artifacts/coverage" '-reporttypes:Html;TextSummary' '-verbosity:Warning') >"$results/coverage.log"
    sed -nE 's/^ *(Line|Branch) coverage: ([0-9.]+%).*/\1 coverage \2/p' "$root/artifacts/coverage/Summary.txt" | paste -sd ',' | sed 's/,/, /'
fi

if ((status == 0 && passed + failed == 0)); then
    say "No test ran."
    status=1
fi
echo "$passed passed, $failed failed$( ((skipped == 0)) || echo ", $skipped skipped")"
exit "$status"
