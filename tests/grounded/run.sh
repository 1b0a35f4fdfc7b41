#!/usr/bin/env bash
# run.sh STINT STINT_NANO FOLDER: makes five demos (fifty with STINT_LONG_TESTS), has the nano model word their insights, and looks for what
# no fact carries. The model is made once, and kept in the cache outside the checkout.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
stint=$(realpath "$1")
nano=$(realpath "$2")
folder=$3
seeds=5
[ -z "${STINT_LONG_TESTS:-}" ] || seeds=50

cache=${STINT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/stint}
sources=("$here"/../support/nano/*.cpp "$here"/../support/gguf/*.cpp "$here"/../../src/lib/llama/{training,decoder_graph,weights}.cpp)
model=$cache/nano-$(cat "${sources[@]}" | sha256sum | cut -c 1-12).gguf
mkdir -p "$cache"
exec {lock}>"$model.lock"
flock "$lock"
[ -f "$model" ] || "$nano" "$model"
flock -u "$lock"

rm -rf "$folder"
mkdir -p "$folder/config/prompts"
cp "$model.prompt.md" "$folder/config/prompts/insight.md"
echo 'models: {context: 8192}' >"$folder/config/config.yaml"
files=()
for seed in $(seq "$seeds"); do
  data=$folder/$seed
  "$stint" demo "$data/export" --seed "$seed" --issues 400 --sprints 8 --quiet
  "$stint" import "$data/export" --data "$data" --quiet
  "$stint" model add "$model" --name nano --link --data "$data" --quiet
  "$stint" model use nano --data "$data" --quiet
  "$stint" insights --json --data "$data" --config "$folder/config/config.yaml" --quiet -o "$data.json"
  files+=("$data.json")
done
python3 "$here/check_grounded.py" --sentences "$model.sentences.txt" "${files[@]}"
