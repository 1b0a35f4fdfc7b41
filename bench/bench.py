#!/usr/bin/env python3
"""Measures Stint as a whole process, beside Python's json.load over the same bytes in the same run.

Absolute times depend on the machine; the ratio is what to look at. Prints the machine first.
"""
import argparse
import glob
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time

LOAD = """
import glob, json, sys, time
total = 0
start = time.perf_counter()
for name in sorted(glob.glob(sys.argv[1] + '/**/*.json', recursive=True)):
    if name.endswith('truth.json'):
        continue
    with open(name, 'rb') as file:
        json.load(file)
print(time.perf_counter() - start)
"""


WANTED = {"insights --json": "at most 2 s wanted for 200,000 issues",
          "metrics --json": "at most 5 s wanted for 1,000,000 issues"}


def machine():
    model = "unknown processor"
    with open("/proc/cpuinfo") as info:
        for line in info:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    with open("/proc/meminfo") as info:
        memory = int(info.readline().split()[1]) / 1e6
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}"


def measured(command):
    """Runs a command; its wall seconds, processor seconds and peak memory in MB."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"bench: {' '.join(command)} failed")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def row(what, wall, cpu, memory, note=""):
    print(f"{what:<44} {wall:8.2f} s {cpu:8.2f} s cpu {memory:8.0f} MB  {note}")


def growth(given, folder):
    """How metrics grow with the data. Each size is made, imported, measured and removed again."""
    for issues in (10_000, 100_000, 1_000_000):
        export, data = os.path.join(folder, "export"), os.path.join(folder, "data")
        print(f"\n{issues} issues", flush=True)
        measured([given.stint, "demo", export, "--issues", str(issues), "--quiet"])
        row("import", *measured([given.stint, "import", export, "--data", data, "--quiet"]))
        shutil.rmtree(export)
        row("building the history cache, once", *measured([given.stint, "metrics", "velocity", "--json", "--data", data]))
        for verb in (["metrics", "--json"], ["insights", "--json"], ["report", "--format", "html", "-o", "/dev/null"]):
            runs = sorted(measured([given.stint, *verb, "--data", data]) for _ in range(given.runs))
            row(" ".join(verb[:3]), *runs[given.runs // 2], WANTED.get(" ".join(verb), ""))
        if given.history_bench:
            subprocess.run([given.history_bench, data], check=True)
        shutil.rmtree(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stint")
    parser.add_argument("--issues", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3, help="of each measurement; the median is printed")
    parser.add_argument("--history-bench", help="the program that measures inside one process")
    parser.add_argument("--folder", help="where to make the data (needs some GB); default: a temporary folder")
    parser.add_argument("--growth", action="store_true", help="metrics, report and history at 10,000, 100,000 and 1,000,000 "
                        "issues only; needs 12 GB on the disk")
    given = parser.parse_args()
    folder = given.folder or tempfile.mkdtemp(prefix="stint-bench-")
    export = os.path.join(folder, "export")
    data = os.path.join(folder, "data")
    try:
        print(machine())
        if given.growth:
            growth(given, folder)
            return
        made = measured([given.stint, "demo", export, "--issues", str(given.issues), "--quiet"])
        size = sum(os.path.getsize(name) for name in glob.glob(export + "/**/*.json", recursive=True)
                   if not name.endswith("truth.json"))
        row(f"demo: {given.issues} issues, {size / 1e6:.0f} MB", *made, f"{size / 1e6 / made[0]:.0f} MB/s")

        ratios, imports, loads = [], [], []
        for _ in range(given.runs):
            loads.append(float(subprocess.run([sys.executable, "-c", LOAD, export], check=True, capture_output=True,
                                              text=True).stdout))
            shutil.rmtree(data, ignore_errors=True)
            imports.append(measured([given.stint, "import", export, "--data", data, "--quiet"]))
            ratios.append(loads[-1] / imports[-1][0])
        middle = sorted(range(given.runs), key=lambda i: imports[i][0])[given.runs // 2]
        load = sorted(loads)[given.runs // 2]
        row("json.load of the same bytes (Python)", load, load, 0, f"{size / 1e6 / load:.0f} MB/s")
        row("import into the durable store", *imports[middle], f"{size / 1e6 / imports[middle][0]:.0f} MB/s")
        ordered = sorted(ratios)
        print(f"  import is {ordered[given.runs // 2]:.1f} times as fast as json.load (from {ordered[0]:.1f} to {ordered[-1]:.1f}; at least 3 wanted)")
        print(f"  peak memory of the import {max(m for _, _, m in imports):.0f} MB (at most 500 wanted)")

        again = measured([given.stint, "import", export, "--data", data, "--quiet"])
        row("importing the same again", *again)
        build = measured([given.stint, "metrics", "velocity", "--json", "--data", data])
        row("building the history cache, once", *build)
        for verb in (["insights", "--json"], ["metrics", "--json"], ["metrics", "sprints", "--json"],
                     ["issues", "--csv"]):
            runs = sorted(measured([given.stint, *verb, "--data", data]) for _ in range(given.runs))
            row(" ".join(verb), *runs[given.runs // 2], WANTED.get(" ".join(verb), ""))
        if given.history_bench:
            print(flush=True)
            subprocess.run([given.history_bench, data], check=True)
        small = os.path.join(folder, "small")
        measured([given.stint, "demo", small, "--issues", "5000", "--quiet"])
        measured([given.stint, "import", small, "--data", small + "-data", "--quiet"])
        page = os.path.join(folder, "report.html")
        for verb in (["metrics", "--json"], ["report", "--format", "html", "-o", page]):
            runs = sorted(measured([given.stint, *verb, "--data", small + "-data"]) for _ in range(given.runs))
            row("5,000 issues: " + " ".join(verb[:3]), *runs[given.runs // 2], "0.5 s and 100 MB wanted for both")
        start = sorted(measured([given.stint, "--version"]) for _ in range(given.runs))
        row("start of the binary", *start[given.runs // 2])
    finally:
        if not given.folder:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
