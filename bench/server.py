#!/usr/bin/env python3
"""Measures `stint serve` beside nginx (one worker) that serves the same bytes as a file, in one run on this machine:
requests per second and the 99th percentile of the cached insight list over 256 connections; idle listeners to events, their
memory and how long an event takes to reach all; the time from start to ready; reads at people's pace while figures are worked out, and while a
local model writes."""
import argparse
import asyncio
import getpass
import http.client
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

from bench import machine


class Server:
    def __init__(self, stint, data):
        self.begun = time.monotonic()
        self.process = subprocess.Popen([stint, "serve", "--data", data, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                        text=True)
        self.url = re.search(r"(http://\S+)/", self.process.stdout.readline())[1]
        self.port = int(self.url.rsplit(":", 1)[1])

    def ready(self):
        """Seconds from the start of the process until insights are served."""
        while True:
            try:
                with urllib.request.urlopen(self.url + "/readyz"):
                    return time.monotonic() - self.begun
            except urllib.error.HTTPError:
                time.sleep(0.003)  # leaves the machine to the server

    def resident(self):
        """MB."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


FIRST_VIEW = "/api/v1/insights?limit=200"  # what the page asks for first


def wrk(url, seconds, connections):
    """Requests per second, and the 99th percentile in milliseconds."""
    ran = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", url], capture_output=True, text=True,
                         check=True)
    if "Non-2xx" in ran.stdout:
        sys.exit(ran.stdout)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", ran.stdout)[1])
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", ran.stdout).groups()
    return rate, float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


READERS = 8
READS = 200  # a second, of all of them


def paced_reads(urls, seconds):
    """For each URL the 50th and 99th percentile and the longest of reads, in milliseconds, by people who come at their own pace,
    to all of them at the same time: each read counts from when it was due, so that one that waits makes those behind it late."""
    begun = time.monotonic() + 0.1
    times = [[] for _ in urls]

    def read(url, number, mine):
        host, path = re.match(r"http://([^/]+)(.*)", url).groups()
        connection = http.client.HTTPConnection(host)
        due = begun + number / READS
        while due < begun + seconds:
            time.sleep(max(0, due - time.monotonic()))
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            connection.getresponse().read()
            mine.append((time.monotonic() - due) * 1000)
            due += READERS / READS

    readers = [threading.Thread(target=read, args=(url, number, mine)) for url, mine in zip(urls, times) for number in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()

    def described(mine):
        mine.sort()
        return "median {:.1f} ms, p99 {:.1f} ms, longest {:.1f} ms".format(
            *(mine[min(len(mine) - 1, int(len(mine) * share))] for share in (0.5, 0.99, 1)))

    return [described(mine) for mine in times]


class Nginx:
    def __init__(self, folder, body):
        os.makedirs(os.path.join(folder, "root"), exist_ok=True)
        with open(os.path.join(folder, "root", "insights.json"), "wb") as out:
            out.write(body)
        self.port = 5990
        with open(os.path.join(folder, "nginx.conf"), "w", encoding="ascii") as out:
            out.write(f"""user {getpass.getuser()}; worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{ access_log off; sendfile on; tcp_nopush on; open_file_cache max=10; keepalive_requests 100000000;
  types {{ application/json json; }} client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{self.port} backlog=4096; root {folder}/root; }} }}""")
        self.process = subprocess.Popen(["nginx", "-p", folder, "-c", os.path.join(folder, "nginx.conf")])
        self.url = f"http://127.0.0.1:{self.port}/insights.json"
        while True:
            try:
                urllib.request.urlopen(self.url).close()
                break
            except urllib.error.HTTPError as problem:
                sys.exit(f"nginx answers {problem.code}")
            except OSError:
                if self.process.poll() is not None:
                    sys.exit("nginx did not start")

    def end(self):
        self.process.terminate()
        self.process.wait()


async def listen(server, count, touch):
    """Opens `count` listeners; then seconds from `touch()` until the event has reached all, and the memory before it."""
    async def one():
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await reader.readuntil(b": hello\n\n")
        return reader, writer

    connections = []
    for begin in range(0, count, 500):
        connections += await asyncio.gather(*(one() for _ in range(min(500, count - begin))))
    memory = server.resident()

    async def event(reader):
        while not (await reader.readline()).startswith(b"event: data"):
            pass
        return time.monotonic()

    waiting = [asyncio.ensure_future(event(reader)) for reader, _ in connections]
    await asyncio.sleep(0)
    touch()
    times = await asyncio.gather(*waiting)
    for _, writer in connections:
        writer.close()
    return memory, max(times) - min(times)


def main():
    sys.stdout.reconfigure(line_buffering=True)
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("stint")
    options.add_argument("--seconds", type=int, default=10, help="of load, each")
    options.add_argument("--runs", type=int, default=3, help="of both servers, one after the other")
    options.add_argument("--listeners", type=int, default=10_000)
    options.add_argument("--issues", type=int, default=100_000)
    options.add_argument("--random-model", help="the program that makes a model, to measure reads while one generates")
    given = options.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    print(machine())
    folder = tempfile.mkdtemp()
    try:
        small = os.path.join(folder, "small")
        demo = os.path.join(folder, "demo")

        def fill(data, *words):
            shutil.rmtree(demo, ignore_errors=True)
            subprocess.run([given.stint, "demo", demo, *words], check=True, stdout=subprocess.DEVNULL)
            subprocess.run([given.stint, "import", demo, "--data", data, "--quiet"], check=True, stdout=subprocess.DEVNULL)

        fill(small)
        server = Server(given.stint, small)
        server.ready()
        url = server.url + "/api/v1/insights"
        with urllib.request.urlopen(url) as answer:
            body = answer.read()
        nginx = Nginx(os.path.join(folder, "nginx"), body)
        print(f"cached insight list, {len(body)} bytes, 256 connections, {given.seconds} s each")
        ratios = []
        for _ in range(given.runs):
            theirs, ours = wrk(nginx.url, given.seconds, 256), wrk(url, given.seconds, 256)
            ratios.append(ours[0] / theirs[0])
            print(f"  nginx {theirs[0]:.0f}/s p99 {theirs[1]:.1f} ms   stint {ours[0]:.0f}/s p99 {ours[1]:.1f} ms   "
                  f"ratio {ratios[-1]:.2f}, p99 {ours[1] / theirs[1]:.2f}")

        before = server.resident()

        def touch():
            fill_thread = threading.Thread(target=lambda: fill(small, "--seed", "2"))
            fill_thread.start()

        memory, spread = asyncio.run(listen(server, given.listeners, touch))
        print(f"{given.listeners} idle listeners: {memory:.0f} MB in all ({before:.0f} MB without); an event reaches the last "
              f"{spread * 1000:.0f} ms after the first")
        server.end()

        large = os.path.join(folder, "large")
        fill(large, "--issues", str(given.issues))
        subprocess.run([given.stint, "insights", "--data", large, "--json"], check=True, stdout=subprocess.DEVNULL)
        starts = []
        for _ in range(4):
            server = Server(given.stint, large)
            starts.append(server.ready())
            if len(starts) < 4:
                server.end()
        print(f"start to ready with {given.issues} issues: {starts[0] * 1000:.0f} ms after an import, as they were left "
              + ", ".join(f"{start * 1000:.0f} ms" for start in starts[1:]))
        url = server.url + FIRST_VIEW
        urllib.request.urlopen(url).close()
        # Other processes import, which the server notices, and work out all figures, again and again.
        enough = threading.Event()
        runs = []

        def keep_busy():
            while not enough.is_set():
                with subprocess.Popen([given.stint, "metrics", "--json", "--data", large, "-o", os.path.join(folder, "out.json")]):
                    fill(large, "--seed", str(2 + len(runs) % 2))
                runs.append(1)

        worker = threading.Thread(target=keep_busy)
        worker.start()
        ours, theirs = paced_reads([url, nginx.url], 20)
        enough.set()
        worker.join()
        print(f"{READS} reads a second, as many of nginx, while figures of {given.issues} issues are worked out, {len(runs)} times beside "
              f"the server's own\n  stint: {ours}\n  nginx: {theirs}")
        if given.random_model:
            server.end()
            model = os.path.join(folder, "model.gguf")
            subprocess.run([given.random_model, model], check=True)
            subprocess.run([given.stint, "model", "add", model, "--name", "random", "--link", "--data", large, "--quiet"], check=True)
            subprocess.run([given.stint, "model", "use", "random", "--data", large, "--quiet"], check=True)
            server = Server(given.stint, large)
            server.ready()
            ours, theirs = paced_reads([server.url + FIRST_VIEW, nginx.url], 20)
            with urllib.request.urlopen(server.url + "/api/v1/jobs") as answer:
                words = [job for job in json.load(answer)["jobs"] if job["state"] == "running"]
            print(f"{READS} reads a second, as many of nginx, while a local model words the insights"
                  + ("" if words else " (it had finished before the end)") + f"\n  stint: {ours}\n  nginx: {theirs}")
        nginx.end()
        server.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()
