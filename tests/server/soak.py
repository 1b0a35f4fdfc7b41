#!/usr/bin/env python3
"""soak.py STINT [SECONDS]: a server under load from several clients while data are imported and jobs run. No answer is an error,
and from a third of the time to its end its memory grows by less than MOST_GROWTH_MB. Ten minutes, where STINT_LONG_TESTS is set and nothing else
is asked for; otherwise it is skipped (exit status 77)."""
import http.client
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from end_to_end import Server

PATHS = ["/api/v1/insights", "/api/v1/insights?all=1", "/api/v1/issues?limit=100", "/api/v1/issues?q=a&sort=updated", "/api/v1/sprints",
         "/api/v1/projects", "/api/v1/forecasts", "/api/v1/metrics/flow?evidence=1", "/api/v1/metrics/velocity",
         "/api/v1/metrics/hygiene_history", "/api/v1/reports/md", "/api/v1/jobs", "/api/v1/status", "/metrics", "/", "/readyz"]
CLIENTS = 6
MOST_GROWTH_MB = int(os.environ.get("STINT_SOAK_GROWTH_MB", "48"))  # between a third of the time and its end


def resident_mb(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    raise AssertionError("no memory")


class Clients:
    def __init__(self, server):
        self.server = server
        self.done = threading.Event()
        self.answers = 0
        self.problems = []
        self.threads = [threading.Thread(target=self.read, args=(seed,)) for seed in range(CLIENTS)]
        self.threads.append(threading.Thread(target=self.listen))
        for thread in self.threads:
            thread.start()

    def read(self, seed):
        chance = random.Random(seed)
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        tags = {}
        try:
            while not self.done.is_set():
                path = chance.choice(PATHS)
                headers = {"Accept-Encoding": chance.choice(["gzip", "identity"])}
                if path in tags and chance.random() < 0.5:
                    headers["If-None-Match"] = tags[path]
                connection.request("GET", path, headers=headers)
                answer = connection.getresponse()
                answer.read()
                tags[path] = answer.getheader("ETag") or ""
                self.answers += 1
                if answer.status not in (200, 304):
                    self.problems.append((path, answer.status))
        except (OSError, http.client.HTTPException) as problem:
            self.problems.append(repr(problem))

    def listen(self):
        """Comes, hears something, goes."""
        while not self.done.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
            connection.request("GET", "/api/v1/events")
            answer = connection.getresponse()
            for _ in range(4):
                answer.fp.readline()
            connection.close()

    def end(self):
        self.done.set()
        for thread in self.threads:
            thread.join()


def main():
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 600 if os.environ.get("STINT_LONG_TESTS") else 0
    if not seconds:
        print("skipped: a long test")
        sys.exit(77)
    stint = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data")

        def fill(seed):
            demo = os.path.join(folder, "demo")
            shutil.rmtree(demo, ignore_errors=True)
            subprocess.run([stint, "demo", demo, "--seed", str(seed)], check=True, stdout=subprocess.DEVNULL)
            subprocess.run([stint, "import", demo, "--data", data, "--quiet"], check=True, stdout=subprocess.DEVNULL)

        fill(1)
        server = Server(stint, data, "")
        while server.status_of("/readyz") != 200:
            time.sleep(0.1)
        clients = Clients(server)
        begun = time.monotonic()
        early = None
        seed = 1
        while time.monotonic() - begun < seconds and not clients.problems:
            fill(1 + seed % 2)
            seed += 1
            if early is None and time.monotonic() - begun > seconds / 3:
                early = resident_mb(server.process)
        late = resident_mb(server.process) if server.process.poll() is None else 0
        clients.end()
        if clients.problems:
            server.process.kill()
            raise AssertionError(f"{clients.problems[:5]}\n{server.process.stderr.read()[-20000:]}")
        assert server.end(signal.SIGTERM) == 0
        print(f"{clients.answers} answers and {seed} imports in {seconds:.0f} s; {early:.0f} MB after a third of it, {late:.0f} MB in the end")
        assert late - early < MOST_GROWTH_MB, "it grows"


try:
    main()
finally:
    Server.stop_running()
