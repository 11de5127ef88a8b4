#!/usr/bin/env bash
# setup.sh [--tests]: everything that a checkout needs, in the order in which it is needed; what is there is only checked.
source "$(dirname "${BASH_SOURCE[0]}")/store.sh"
alone "$0" "$@"

sample_sha256=20d3323a2bcce6f25498b8911a397503a0a99fa92b6ba58d62788cb42b6e5459
sample() {
    object "$sample_sha256" jfk.mp3 && return
    local source
    source=$(whisper_source)
    tar -xzOf "$source" package/cpp/whisper.cpp/samples/jfk.mp3 >"$work/jfk.mp3"
    keep "$sample_sha256" jfk.mp3
}

"$root/eng/packages.sh" "$@"
native=$("$root/eng/native.sh")
"$root/eng/models.sh" tiny-q8_0 silero-v6.2.0 >/dev/null
# The model that the server is configured for, unless it is a file of the user's or one that ./asr models pull fetches.
if awk -F'\t' '$5 != "hub" { print $1 }' "$root/eng/models.tsv" | grep -qxF -- "${Asr__Whisper__Model:-}"; then
    "$root/eng/models.sh" "$Asr__Whisper__Model" >/dev/null
fi
recording=$(sample)
if [[ ${1:-} == --tests ]]; then
    "$root/eng/npm.sh" s3rver
    "$root/eng/npm.sh" openai-node
fi

# ./asr and the tests' fixtures read this.
cat >"$root/artifacts/setup.env.next" <<END
ASR_CACHE=$cache
ASR_SAMPLE=$recording
ASR_WHISPER_ABI=$native/abi.tsv
Asr__Whisper__Library=$native/libwhisper.so
END
mv "$root/artifacts/setup.env.next" "$root/artifacts/setup.env"

"$root/eng/build.sh"
