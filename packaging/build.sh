#!/usr/bin/env bash
# Builds the Debian package and prints its path. The page has to be built (web/dist), and what building needs installed.
#   packaging/build.sh [FOLDER]   FOLDER to build in (default: build/package)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=${1:-build/package}

[ -f web/dist/index.html ] || { echo "packaging/build.sh: the page is not built" >&2; exit 1; }
# For every machine of this kind rather than for the one that builds.
export STINT_LLAMA_GENERIC=1
llama=$(cmake/llama/build.sh)
launcher=()
command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
cmake -S . -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_FLAGS_RELWITHDEBINFO="-O2 -g1" \
  -DSTINT_TESTS=OFF -DSTINT_LLAMA="$llama" "${launcher[@]}" >&2
cmake --build "$folder" --target stint >&2
rm -f "$folder"/stint_*.deb
(cd "$folder" && cpack -G DEB >&2)
ls "$folder"/stint_*.deb
