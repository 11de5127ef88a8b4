#!/usr/bin/env bash
# Builds whisper.cpp and prints the directory with libwhisper.so, whisper-cli, whisper-quantize, whisper.h and abi.tsv.
source "$(dirname "${BASH_SOURCE[0]}")/store.sh"
alone "$0" "$@"

options=(
    -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=ON -DGGML_CCACHE=OFF
    -DWHISPER_BUILD_TESTS=OFF -DWHISPER_BUILD_SERVER=OFF
    # Libraries and programs find each other in whatever directory they end up in.
    -DCMAKE_BUILD_WITH_INSTALL_RPATH=ON "-DCMAKE_INSTALL_RPATH=\$ORIGIN"
)
case ${ASR_NATIVE:-native} in
    native) # A quarter of the time, for this processor alone.
        options+=(-DGGML_NATIVE=ON)
        machine=$(grep -m 1 -E '^(flags|Features)' /proc/cpuinfo) ;;
    portable) # The best variant for a processor is chosen when the library is loaded.
        options+=(-DGGML_NATIVE=OFF -DGGML_BACKEND_DL=ON -DGGML_CPU_ALL_VARIANTS=ON)
        machine=$(uname -m) ;;
    *) die "ASR_NATIVE is '$ASR_NATIVE'; it can be native or portable." ;;
esac

# Everything that decides what comes out: the sources, the machine, the compiler and this recipe.
key=$({ echo "$whisper_sha256" "${options[@]}" "$machine"; g++ --version; cat "$root"/eng/{native.sh,abi-probe.c}; } | sha256sum)
target=$cache/native/${key:0:16}

sound() {
    [[ -f $target/manifest.sha256 ]] || return 1
    (cd "$target" && sha256sum --check --quiet --strict manifest.sha256) >/dev/null 2>&1
}

build() {
    cmake -S "$work/source" -B "$work/build" "${options[@]}"
    nice cmake --build "$work/build" --parallel "$(nproc)" --target whisper-cli whisper-quantize
    cd "$work/build/bin"
    cp "$work/source/include/whisper.h" .
    cc -I "$work/source/include" -I "$work/source/ggml/include" "$root/eng/abi-probe.c" -o "$work/abi-probe"
    "$work/abi-probe" >abi.tsv
    find . ! -type d -print0 | sort -z | xargs -0 sha256sum >"$work/manifest.sha256"
    mv "$work/manifest.sha256" .
}

if ! sound; then
    [[ ! -e $target ]] || say "$target is damaged; building it again."
    source=$(whisper_source)
    mkdir -p "$work/source" "$cache/native"
    tar -xzf "$source" -C "$work/source" --strip-components=3 package/cpp/whisper.cpp
    step native "Building whisper.cpp" build
    rm -rf "$target"
    mv "$work/build/bin" "$target"
fi
printf '%s\n' "$target"
