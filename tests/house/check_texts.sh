#!/usr/bin/env bash
# What the house keeps to: links between documents lead somewhere, and rooms include only downwards.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
failed=0
complain() { printf '%s\n' "$*" >&2; failed=1; }

# Links in Markdown to files that do not exist.
while IFS=: read -r file link; do
  target=$(dirname "$file")/${link%%#*}
  [ -e "$target" ] || complain "$file: link to $link, which is not there"
done < <(git ls-files -- '*.md' | xargs -d '\n' grep -oHE '\]\([^)# ][^) ]*\)' | sed -E 's/\]\(([^)]*)\)$/\1/' | grep -vE ':(https?|mailto):' || true)

# Includes that climb: a room may use itself and those that src/CMakeLists.txt lists before it.
order=(base lib outbound language chart tracker store exchange history metrics insight report views workspace access jobs backup server demo app)
[ "${order[*]}" = "$(sed -nE 's/^add_subdirectory\((.*)\)/\1/p' src/CMakeLists.txt | paste -sd' ')" ] ||
  complain "tests/house/check_texts.sh and src/CMakeLists.txt list different rooms"
for i in "${!order[@]}"; do
  for above in "${order[@]:i+1}"; do
    if found=$(grep -rnE "#include \"$above/" "src/${order[i]}"); then complain "room ${order[i]} climbs to $above: $found"; fi
  done
done

exit "$failed"
