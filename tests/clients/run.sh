#!/usr/bin/env bash
# run.sh PROGRAM FOLDER [SCRIPTS [ARGS…]]: installs the packages that SCRIPTS (this folder) lists into FOLDER, and lets its
# all.mjs work with PROGRAM: fake services to talk to, or samples to look at. Exit status 77 where Node.js is too old
# or the packages cannot be had.
set -euo pipefail
here=$(cd "${3:-$(dirname "${BASH_SOURCE[0]}")}" && pwd)
program=$(realpath "$1")
folder=$2
skip() { printf 'skipped: %s\n' "$*"; exit 77; }

command -v npm >/dev/null || skip "there is no npm"
[ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20')" = true ] || skip "Node.js is older than version 20"

mkdir -p "$folder"
cp "$here"/package.json "$here"/package-lock.json "$here"/*.mjs "$folder/"
cd "$folder"
# npm removes what is there before it installs, so it is called only when the list has changed.
if ! cmp -s package-lock.json node_modules/.stint-installed; then
  if ! npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=30000 >npm.log 2>&1; then
    grep -qE 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|ENOTCACHED|network|E40[13]|E50[0-9]' npm.log &&
      skip "the packages cannot be had from here"
    cat npm.log >&2
    exit 1
  fi
  cp package-lock.json node_modules/.stint-installed
fi
node all.mjs "$program" "${@:4}"
