#!/usr/bin/env bash
# Starts a server, has it transcribe the sample recording, says how to see more, and stops it.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"
app=artifacts/bin/AsrService/release/AsrService.dll
server_log=artifacts/demo-server.log

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
if [[ -z ${ASPNETCORE_URLS:-} ]]; then
    port=8080
    while listening "$port"; do port=$((RANDOM % 20000 + 20000)); done
    export ASPNETCORE_URLS=http://127.0.0.1:$port
fi
# The first of the addresses; a server may listen on all of a machine, a client asks one.
url=$(sed -E 's/;.*//; s,//(0\.0\.0\.0|\[::\]|\*|\+),//127.0.0.1,' <<<"$ASPNETCORE_URLS")

# A session of its own: Ctrl-C reaches this script only, and the server takes its database down in order.
setsid dotnet "$app" serve >"$server_log" 2>&1 </dev/null &
server=$!
trap 'kill -TERM "$server" 2>/dev/null && wait "$server" || true' EXIT

answers() {
    until dotnet "$app" healthcheck "$url"; do
        if ! kill -0 "$server" 2>/dev/null || ((SECONDS > 120)); then
            echo "The server does not answer. The end of $root/$server_log:"
            tail -n 15 "$server_log"
            return 1
        fi
        sleep 0.3
    done
}
step demo "Starting a server on $url" answers

status=0
dotnet "$app" transcribe "$ASR_SAMPLE" --server "$url" || status=$?

cat >&2 <<END

That was $ASR_SAMPLE. To see more:
    ./asr serve               the same server on http://127.0.0.1:8080, until you press Ctrl-C; and while it runs:
    ./asr transcribe FILE     your own recording
    curl -F file=@FILE http://127.0.0.1:8080/api/v1/asr/task
                              the same by hand: answers a task id, whose text is at /api/v1/asr/task/ID
    http://127.0.0.1:8080/swagger
                              every call
README.md tells the rest.
END
exit "$status"
