#!/usr/bin/env bash
# Builds llama.cpp once, outside the checkout: static, for the CPU, with its CMake package. Prints the folder it lies in.
#   cmake/llama/build.sh          builds it unless it is there
#   cmake/llama/build.sh --where  says where it lies, or would lie
#   cmake/llama/build.sh --peers  builds llama-bench, llama-batched-bench, llama-completion and llama-server instead, to
#                                 compare with; prints their folder
# STINT_CACHE            where to keep it (default: stint/ in the user's cache folder)
# STINT_LLAMA_GENERIC=1  for every x86-64 machine with AVX2 rather than for this one; packages are built so
# STINT_LLAMA_PACKAGE    the package's file, where it cannot be fetched
# CC, CXX                the compilers; the library has a C interface, so these need not be the project's
set -euo pipefail
umask 022

version=0.5.0
# Counted up when the options below change, so that the library is built again.
recipe=2
# The npm package that carries llama.cpp's source of that version as a git bundle; its hash as npm states it.
package=node-llama-cpp@3.22.1
integrity=bltIipuWmc123H7tMIgDGKSsSrhmhlQYeVUC48XTjVW7XGJJiJJyCdlTMzQ/LiWoPkGDpcL4FviDpgw7qfTiDw==
bundle=package/llama/gitRelease.bundle

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf 'llama.cpp: %s\n' "$*" >&2; exit 1; }

cc=${CC:-cc}
cxx=${CXX:-c++}
generic=${STINT_LLAMA_GENERIC:-0}

compiler() {
  local family=gcc
  "$cxx" --version | grep -q clang && family=clang
  printf '%s-%s' "$family" "$("$cxx" -dumpfullversion -dumpversion)"
}

# What the compiler would use of this machine's CPU.
processor() {
  [ "$generic" = 0 ] || { printf generic; return; }
  local target=-march=native
  "$cxx" "$target" -E -x c /dev/null >/dev/null 2>&1 || target=-mcpu=native
  printf '%s-%s' "$(uname -m)" "$("$cxx" "$target" -dM -E -x c /dev/null | sort | sha256sum | cut -c 1-8)"
}

command -v "$cxx" >/dev/null || die "there is no compiler \"$cxx\""
cache=${STINT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/stint}
name=llama-$version-r$recipe-$(compiler)-$(processor)
place=$cache/$name

peers=
case ${1:-} in
  '') ;;
  --where) printf '%s\n' "$place"; exit ;;
  --peers) peers=yes name=$name-peers place=$place-peers ;;
  *) die "what is \"$1\"? There are --where and --peers" ;;
esac
if [ -d "$place" ]; then
  printf '%s\n' "$place"
  exit
fi

mkdir -p "$cache"
exec {lock}>"$cache/$name.lock"
if ! flock --nonblock "$lock"; then
  say "Another process is building llama.cpp; waiting for it"
  flock "$lock"
fi
# Whoever held the lock may have built it. What lies in the working folder is of one that was killed.
if [ -d "$place" ]; then
  printf '%s\n' "$place"
  exit
fi
work=$cache/$name.unfinished
rm -rf "$work"
mkdir "$work"

fetch() {
  if [ -n "${STINT_LLAMA_PACKAGE:-}" ]; then
    cp "$STINT_LLAMA_PACKAGE" "$work/package.tgz"
  else
    command -v npm >/dev/null ||
      die "npm is needed to fetch the package $package; or set STINT_LLAMA_PACKAGE to its file (.tgz)"
    mkdir "$work/fetched"
    (cd "$work" && npm pack --silent --pack-destination fetched "$package" >/dev/null) || die "fetching the package $package failed"
    mv "$work"/fetched/*.tgz "$work/package.tgz"
  fi
  local expected found
  expected=$(printf %s "$integrity" | base64 --decode | od -An -v -tx1 | tr -d ' \n')
  found=$(sha512sum "$work/package.tgz" | cut -d ' ' -f 1)
  [ "$found" = "$expected" ] || die "the package $package is not what it was: its SHA-512 is $found, not $expected"
}

native=ON
[ "$generic" = 0 ] || native=OFF

say "Fetching llama.cpp $version"
fetch
tar -xzf "$work/package.tgz" -C "$work" "$bundle"
git -c advice.detachedHead=false clone -q "$work/$bundle" "$work/source" || die "the source cannot be taken out of its bundle"
rm -rf "$work/package" "$work/package.tgz"

# What assertions say does not hang on where it was built.
map=-ffile-prefix-map=$work/source/=
# An assertion of the library while it loads a file leaves it as an exception (src/lib/llama/assertions.h), through frames
# of C as well.
# Own threads rather than OpenMP's: their priority can be set, and a program without OpenMP is easier to hand on.
options=(-DCMAKE_C_COMPILER="$cc" -DCMAKE_CXX_COMPILER="$cxx" -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS="-fexceptions $map"
  -DCMAKE_CXX_FLAGS="$map" -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DBUILD_SHARED_LIBS=OFF
  -DGGML_NATIVE=$native -DGGML_OPENMP=OFF -DGGML_BLAS=OFF -DLLAMA_BUILD_IS_DEV=OFF -DLLAMA_BUILD_TESTS=OFF
  -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_APP=OFF -DLLAMA_BUILD_UI=OFF -DLLAMA_USE_PREBUILT_UI=OFF -DLLAMA_OPENSSL=OFF
  -DLLAMA_ALL_WARNINGS=OFF)
library=(-DLLAMA_BUILD_COMMON=OFF -DLLAMA_BUILD_TOOLS=OFF -DLLAMA_BUILD_SERVER=OFF)
tools=(-DLLAMA_BUILD_COMMON=ON -DLLAMA_BUILD_TOOLS=ON -DLLAMA_BUILD_SERVER=ON)

build_library() {
  nice -n 19 cmake -S "$work/source" -B "$work/build" -G Ninja "${options[@]}" "${library[@]}" &&
    nice -n 19 cmake --build "$work/build" &&
    cmake --install "$work/build" --prefix "$work/installed" --strip &&
    cp "$work/source/LICENSE" "$work/installed/" &&
    build_chat_template
}
# The engine for chat templates is a part of llama.cpp's tools, of which nothing else is needed.
build_chat_template() {
  local folder=$work/chat_template here
  here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
  mkdir "$folder"
  local common=$work/source/common unit
  for unit in "$common"/jinja/{lexer,parser,runtime,string,value}.cpp "$common"/{json,unicode}.cpp "$here/chat_template.cpp"; do
    nice -n 19 "$cxx" -std=c++17 -O2 -fPIC "$map" -I"$here" -I"$common" -I"$work/source/vendor" -I"$work/source/ggml/include" \
      -c "$unit" -o "$folder/$(basename "$unit" .cpp).o" || return
  done
  ar rcs "$work/installed/lib/libllama_chat_template.a" "$folder"/*.o &&
    cp "$here/chat_template.h" "$work/installed/include/llama_chat_template.h"
}
build_peers() {
  nice -n 19 cmake -S "$work/source" -B "$work/build" -G Ninja "${options[@]}" "${tools[@]}" &&
    nice -n 19 cmake --build "$work/build" --target llama-bench llama-batched-bench llama-completion llama-server &&
    mkdir "$work/installed" &&
    cp "$work"/build/bin/llama-{bench,batched-bench,completion,server} "$work/source/LICENSE" "$work/installed/"
}

say "Building llama.cpp $version once for all build folders${peers:+, its own tools}; this takes some minutes"
{ if [ -n "$peers" ]; then build_peers; else build_library; fi; } >"$work/log" 2>&1 ||
  { tail -n 40 "$work/log" >&2; die "building failed; all it said is in $work/log"; }

mv "$work/installed" "$place"
rm -rf "$work"
say "llama.cpp $version is in $place"
printf '%s\n' "$place"
