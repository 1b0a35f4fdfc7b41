#!/usr/bin/env python3
"""Measures local models: `stint model bench` on a random-weight model of the shape of Llama 3.2 1B, beside llama-bench of
the same llama.cpp in the same run, in turn.

Ratios are what to look at. Without --llama-bench only Stint's own are shown. Where llama-batched-bench lies beside llama-bench,
the most memory that each takes is compared as well: eight texts at once in a context of 8192 tokens.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

from bench import machine


CONTEXT = 8192  # tokens, as Stint has it by default


def run(command):
    """What it prints, and the most memory it had, in bytes."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        text = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return text, used.ru_maxrss * 1024


def stint(given, folder, *options):
    text, memory = run([given.stint, "model", "bench", "random", "--json", "--quiet", "--data", folder, *options])
    return {**json.loads(text), "peak_bytes": float(memory)}


def beside_llama_bench(given, model, folder):
    """Reading and writing in short pairs, in turn: a machine that is shared changes from one minute to the next."""
    rows = []
    for _ in range(given.pairs):
        ours, theirs = stint(given, folder, "--brief"), llama_bench(given, model)
        rows.append({**{f"llama_bench_{name}": theirs[name] for name in theirs},
                     **{f"{name}_to_llama_bench": ours[f"{name}_tokens_per_second"] / theirs[name] for name in theirs}})
    result = {}
    for name in rows[0]:
        values = sorted(row[name] for row in rows)
        result |= {name: statistics.median(values)}
        if name.endswith("_to_llama_bench"):
            result |= {f"{name}_least": values[0], f"{name}_most": values[-1]}
    return result


def llama_peak(given, model):
    """llama.cpp's own, set up as Stint's session is: one cache for nine sequences, attention as a matrix."""
    tool = os.path.join(os.path.dirname(given.llama_bench), "llama-batched-bench")
    if not os.path.exists(tool):
        return None
    _, memory = run([tool, "-m", model, "-c", str(CONTEXT), "-npp", "512", "-ntg", "16", "-npl", "9", "-kvu", "-fa", "off",
                     "-b", "512", "-ub", "128", "-t", str(os.cpu_count())])
    return float(memory)


def llama_bench(given, model):
    command = [given.llama_bench, "-m", model, "-p", "512", "-n", "128", "-r", "1", "-t", str(os.cpu_count()), "-o", "json"]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {"read": next(row["avg_ts"] for row in rows if row["n_prompt"]),
            "written": next(row["avg_ts"] for row in rows if row["n_gen"])}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stint")
    parser.add_argument("random_model", help="the program that makes the model")
    parser.add_argument("--llama-bench", help="built from the same source: cmake/llama/build.sh --peers")
    parser.add_argument("--model", help="this GGUF file rather than a random one")
    parser.add_argument("--runs", type=int, default=3, help="of all that Stint measures; about ten minutes each")
    parser.add_argument("--pairs", type=int, default=9, help="of reading and writing beside llama-bench; about a minute each")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="stint-bench-") as folder:
        model = given.model or os.path.join(folder, "random.gguf")
        if not given.model:
            subprocess.run([given.random_model, model], check=True)
        subprocess.run([given.stint, "model", "add", model, "--name", "random", "--link", "--data", folder, "--quiet"],
                       check=True)
        ours = [stint(given, folder) for _ in range(given.runs)]
        middle = {name: statistics.median(run[name] for run in ours) for name in ours[0] if isinstance(ours[0][name], float)} if ours else {}
        if given.llama_bench:
            middle |= beside_llama_bench(given, model, folder)
            if ours and (peak := llama_peak(given, model)):
                middle |= {"llama_peak_bytes": peak, "peak_to_llama": middle["peak_bytes"] / peak}
    if given.json:
        print(json.dumps({"machine": machine(), **middle}, indent=2))
        return
    print(machine())
    for name, value in middle.items():
        print(f"{name:<36} {value:10.3f}")


if __name__ == "__main__":
    sys.exit(main())
