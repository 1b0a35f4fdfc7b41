#!/usr/bin/env python3
"""Measures `stint sync` against a fake tracker on this machine, without faults: issues with changelogs per second, memory,
requests beside the least the tracker's interface allows, and an incremental sync.

The fake takes its share of the same cores, so a rate is what both together reach.
"""
import argparse
import base64
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request

from bench import machine

CHANGED = 20


class Fake:
    """A fake tracker in a process of its own."""

    def __init__(self, program, product, issues, record):
        self.process = subprocess.Popen(
            [program, "--product", product, "--issues", str(issues), "--no-extremes"] + (["--record", record] if record else []),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.about = json.loads(self.process.stdout.readline())

    def variables(self):
        about = self.about
        return {"JIRA_URL": about["url"], "JIRA_USERNAME": about["user"], "JIRA_API_TOKEN": about["secret"]}

    def call(self, method, path, body=None):
        about = self.about
        sign = base64.b64encode(f"{about['user']}:{about['secret']}".encode()).decode()
        request = urllib.request.Request(about["url"] + path, method=method, data=body and json.dumps(body).encode(),
                                         headers={"Authorization": "Basic " + sign, "Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def end(self):
        self.process.stdin.close()
        if self.process.wait() != 0:
            sys.exit("the fake tracker found a request that no client may send")


def sync(given, fake, folder, words=()):
    """Seconds, resident memory in MB, and the summary of one sync in a process of its own."""
    command = ["/usr/bin/time", "-f", "%M", given.stint, "--data", folder, "sync", "--json", "--quiet", *words]
    begun = time.monotonic()
    ran = subprocess.run(command, env={**os.environ, **fake.variables()}, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - begun
    if ran.returncode != 0:
        sys.exit(ran.stderr + ran.stdout)
    return seconds, int(ran.stderr.strip().splitlines()[-1]) / 1024, json.loads(ran.stdout)["connections"][0]


def requests_in(record):
    with open(record, encoding="utf-8") as lines:
        return sum(1 for _ in lines)


def measure_first(given, folder):
    """The first sync, without a record: keeping one costs the fake as much as answering."""
    fake = Fake(given.fake_trackers, "jira-cloud", given.issues, None)
    seconds, memory, summary = sync(given, fake, os.path.join(folder, "first"))
    fake.end()
    return {"issues": summary["added"], "first_seconds": seconds, "issues_per_second": summary["added"] / seconds,
            "first_memory_mb": memory}


def measure_requests(given, folder):
    record = os.path.join(folder, "record.jsonl")
    fake = Fake(given.fake_trackers, "jira-cloud", given.counted, record)
    data = os.path.join(folder, "counted")
    _, _, summary = sync(given, fake, data)
    # One request more than the sync's.
    boards = fake.call("GET", "/rest/agile/1.0/board?maxResults=1", None)["total"]
    fake.end()
    # A list names up to 5,000 issues, and 100 come whole at once; each board is asked for its columns and its sprints; and once
    # for boards, fields, statuses, projects, the account and the version.
    least = -(-summary["added"] // 5000) + -(-summary["added"] // 100) + 2 * boards + 6
    return {"counted_issues": summary["added"], "requests": requests_in(record) - 1, "least_requests": least}


def measure_changes(given, folder):
    record = os.path.join(folder, "changes.jsonl")
    fake = Fake(given.fake_trackers, "jira-cloud", given.changes_among, record)
    data = os.path.join(folder, "changes")
    sync(given, fake, data)
    keys = [issue["key"] for issue in fake.call(
        "POST", "/rest/api/3/search/jql", {"jql": f"project = {fake.about['project']}", "fields": ["key"], "maxResults": CHANGED}
    )["issues"]]
    for key in keys:
        fake.call("PUT", f"/rest/api/3/issue/{key}", {"fields": {"summary": "changed for a measurement"}})
    seconds, memory, summary = sync(given, fake, data)
    fake.end()
    with open(record, encoding="utf-8") as lines:
        methods = [json.loads(line)["method"] for line in lines]
    # The last edit is where the second sync begins.
    requests = methods[::-1].index("PUT")
    return {"changed": summary["updated"], "among": given.changes_among, "changes_seconds": seconds,
            "changes_requests": requests, "changes_memory_mb": memory}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stint")
    parser.add_argument("fake_trackers")
    parser.add_argument("--issues", type=int, default=200_000)
    parser.add_argument("--counted", type=int, default=5_000, help="issues of the run whose requests are counted")
    parser.add_argument("--changes-among", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="stint-bench-") as folder:
        figures = {**measure_first(given, folder), **measure_requests(given, folder), **measure_changes(given, folder)}
    if given.json:
        print(json.dumps({"machine": machine(), **figures}, indent=2))
        return
    print(machine())
    for name, value in figures.items():
        print(f"{name:24} {value:,.2f}" if isinstance(value, float) else f"{name:24} {value:,}")


if __name__ == "__main__":
    main()
