#!/usr/bin/env python3
"""operations.py STINT: what keeps a server going. Its access log tells requests and nothing secret, a backup is made while it
runs and is restored after it was killed, and the daily job runs by hand."""
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile


class Bench:
    def __init__(self, stint, folder):
        self.stint = stint
        self.data = os.path.join(folder, "data")
        self.log = os.path.join(folder, "access.log")
        self.config = os.path.join(folder, "config.yaml")
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(f"server:\n  access_log: {self.log}\nretention:\n  plans: 30\n")
        self.environment = {"PATH": os.environ["PATH"], "HOME": folder, "STINT_DATA": self.data, "LANG": "C.UTF-8"}
        self.server = None
        self.port = None

    def run(self, *words, status=0):
        done = subprocess.run([self.stint, *words, "--config", self.config], env=self.environment, capture_output=True,
                              text=True, input="", check=False)
        assert done.returncode == status, f"{words}: {done.returncode} {done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def serve(self):
        self.server = subprocess.Popen([self.stint, "serve", "--listen", "127.0.0.1:0", "--config", self.config],
                                       env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.server.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        assert found, line + self.server.stderr.read()
        self.port = int(found[1])
        while self.ask("/readyz")[0] != 200:
            pass

    def ask(self, path, key=None, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": "Bearer " + key} if key else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection.request("GET" if body is None else "POST", path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, text


def insights_of(bench, key):
    status, text = bench.ask("/api/v1/insights?severity=warning", key)
    assert status == 200, (status, text[:300])
    return [insight["id"] for insight in json.loads(text)["insights"]]


def work(bench, folder):
    bench.run("demo", os.path.join(folder, "export"), "--issues", "200")
    bench.run("import", os.path.join(folder, "export"), "--quiet")
    bench.run("user", "add", "anna", "--role", "admin")
    key = bench.run("key", "add", "ci", "--for", "anna", "--scope", "read,write,admin", "--quiet").strip()
    backup = os.path.join(folder, "backup.tar.gz")

    bench.serve()
    assert bench.ask("/api/v1/insights")[0] == 401
    before = insights_of(bench, key)
    assert before
    status, text = bench.ask("/api/v1/jobs", key, {"kind": "tidy"})
    assert status in (200, 201, 202), (status, text[:300])
    bench.run("backup", backup)
    assert "another process" in bench.run("restore", backup, "--force", status=5)
    assert insights_of(bench, key) == before, "the server goes on"

    bench.server.send_signal(signal.SIGKILL)
    bench.server.wait()
    bench.run("restore", backup, "--force")
    bench.serve()
    assert insights_of(bench, key) == before, "what was restored is served, to the same key"
    bench.server.send_signal(signal.SIGTERM)
    assert bench.server.wait(timeout=60) == 0

    with open(bench.log, encoding="utf-8") as file:
        text = file.read()
    lines = [json.loads(line) for line in text.splitlines()]
    asked = [(line["method"], line["path"], line["status"], line["caller"]) for line in lines if line["path"] != "/readyz"]
    assert asked[0] == ("GET", "/api/v1/insights", 401, None), asked
    assert asked[1] == ("GET", "/api/v1/insights", 200, "anna"), asked
    assert all(line["peer"] == "127.0.0.1" and line["ms"] >= 0 and line["time"].startswith("20") for line in lines)
    assert key not in text and "severity" not in text


def main():
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(sys.argv[1], folder)
        try:
            work(bench, folder)
        finally:
            if bench.server and bench.server.poll() is None:
                bench.server.kill()
                bench.server.wait()
    print("operations: as they should be")


main()
