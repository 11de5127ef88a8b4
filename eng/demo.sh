#!/usr/bin/env bash
# Has a server transcribe the sample recording and says how to see more; starts the server, and stops it, unless one runs.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"
app=artifacts/bin/AsrService/release/AsrService.dll
server_log=artifacts/demo-server.log
default=http://127.0.0.1:8080

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
ready() { dotnet "$app" healthcheck "$url"; }

answers() {
    until ready; do
        if ! kill -0 "$server" 2>/dev/null || ((SECONDS > 120)); then
            echo "The server does not answer. The end of $root/$server_log:"
            tail -n 15 "$server_log"
            return 1
        fi
        sleep 0.3
    done
}

url=$default
if [[ -z ${ASPNETCORE_URLS:-} ]] && listening 8080 && ready >/dev/null 2>&1; then
    say "Using the server that runs on $url."
else
    if [[ -z ${ASPNETCORE_URLS:-} ]]; then
        port=8080
        while listening "$port"; do port=$((RANDOM % 20000 + 20000)); done
        export ASPNETCORE_URLS=http://127.0.0.1:$port
    fi
    # The first of the addresses; a server may listen on all of a machine, a client asks one.
    url=$(sed -E 's/;.*//; s,//(0\.0\.0\.0|\[::\]|\*|\+),//127.0.0.1,' <<<"$ASPNETCORE_URLS")

    # A session of its own: Ctrl-C reaches this script only, and the server takes its database down in order.
    # No dashboard: nobody would see its first password here.
    Asr__Roles=Api,Worker setsid dotnet "$app" serve >"$server_log" 2>&1 </dev/null &
    server=$!
    trap 'kill -TERM "$server" 2>/dev/null && wait "$server" || true' EXIT
    step demo "Starting a server on $url" answers
fi

status=0
dotnet "$app" transcribe "$ASR_SAMPLE" --server "$url" || status=$?

cat >&2 <<END

That was $ASR_SAMPLE. To see more:
    ./asr transcribe FILE     your own recording, without a server
    ./asr serve               the same server on $default, until you press Ctrl-C; and while it runs:
    curl -F file=@FILE $default/api/v1/asr/task
                              the same by hand: answers a task id, whose text is at /api/v1/asr/task/ID
    $default/swagger
                              every call
README.md tells the rest.
END
exit "$status"
