#!/bin/sh
# run.sh PYTHON SPECS OUT FILTER TEST…: what the tests say to the fakes, and what these answer, against the official
# descriptions. Without the descriptions, or without jsonschema, it is skipped.
set -eu
python=$1 specs=$2 out=$3 filter=$4
shift 4
here=$(dirname "$0")
"$python" -c 'import jsonschema' 2>/dev/null || { echo "SKIPPED: $python has no jsonschema (python3-jsonschema)"; exit 77; }
[ -d "$specs" ] || { echo "SKIPPED: the official descriptions are not at $specs"; exit 77; }
mkdir -p "$out"
rm -f "$out/traffic.jsonl"  # tests that keep records of their own replace them
for test in "$@"; do
  STINT_TRAFFIC="$out/traffic.jsonl" "$test" --gtest_brief=1 --gtest_filter="$filter" >"$out/log" 2>&1 || { cat "$out/log"; exit 1; }
done
exec "$python" -B "$here/check_traffic.py" --specs "$specs" --at-least 20 "$out"/*.jsonl
