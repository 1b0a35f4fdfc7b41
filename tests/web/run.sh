#!/usr/bin/env bash
# run.sh PROGRAM FOLDER [--mock | --bench]: works the page in a browser against “PROGRAM serve” on made-up data, or against the
# page's stand-in server; or measures it. Packages, data and screenshots (FOLDER/shots) go to FOLDER. Exit status 77 where Node.js,
# Chromium or the packages cannot be had. ONLY="keyboard roles" runs some parts.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=$(realpath "$1")
mkdir -p "$2"
folder=$(cd "$2" && pwd)
mode=${3:-}
skip() { printf 'skipped: %s\n' "$*"; exit 77; }

command -v npm >/dev/null || skip "there is no npm"
[ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20')" = true ] || skip "Node.js is older than version 20"
export CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
[ -n "$CHROMIUM" ] || skip "there is no chromium"

# install FOLDER: the packages of its list, unless they are there already.
install() (
  cd "$1"
  cmp -s package-lock.json node_modules/.stint-installed && return
  if ! npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=30000 >"$folder/npm.log" 2>&1; then
    grep -qE 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|ENOTCACHED|network|E40[13]|E50[0-9]' "$folder/npm.log" && return 77
    cat "$folder/npm.log" >&2
    return 1
  fi
  cp package-lock.json node_modules/.stint-installed
)

cp "$here"/package.json "$here"/package-lock.json "$here"/.npmrc "$folder/"
status=0
install "$folder" || status=$?
[ $status -ne 77 ] || skip "the packages cannot be had from here"
[ $status -eq 0 ] || exit $status

# The parts run beside the packages, so that they find them.
rm -rf "$folder/parts"
mkdir -p "$folder/parts" "$folder/shots"
cp -r "$here"/*.mjs "$here"/parts/*.mjs "$folder/parts/"
export STINT_WEB=$here/../../web
cd "$folder"
if [ "$mode" = --bench ]; then exec node parts/bench.mjs "$program" "$folder"; fi
exec node parts/all.mjs "$program" "$folder" $mode
