#!/usr/bin/env python3
"""end_to_end.py STINT: the program as people meet it. Starts `stint serve` on a demo, makes the first user with the printed
link, lets alerts go to a receiver of this script, kills the server at several moments of a run and starts it again: the job ends
once, and no alert comes twice."""
import http.client
import http.server
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.parse

PASSWORD = "a good long password"


class Receiver(http.server.BaseHTTPRequestHandler):
    seen = []
    arrived = threading.Condition()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with Receiver.arrived:
            Receiver.seen.append((dict(self.headers), body))
            Receiver.arrived.notify_all()
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Server:
    running = None

    def __init__(self, stint, data, key_file):
        environment = dict(os.environ, STINT_KEY_FILE=key_file, NO_COLOR="1")
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
            environment.pop(name, None)
        Server.running = self
        self.process = subprocess.Popen([stint, "serve", "--data", data, "--listen", "127.0.0.1:0"],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        assert found, line + self.process.stderr.read()
        self.port = int(found[1])
        self.cookie = None
        self.csrf = None

    def setup_token(self):
        while True:
            line = self.process.stdout.readline()
            assert line, "no setup link"
            found = re.search(r"/setup\?token=(\S+)", line)
            if found:
                return found[1]

    def ask(self, method, path, body=None, status=200):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {}
        if self.cookie:
            headers = {"Cookie": self.cookie, "X-CSRF-Token": self.csrf}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == status, f"{method} {path}: {answer.status} {text[:300]}"
        cookie = answer.getheader("Set-Cookie")
        connection.close()
        document = json.loads(text) if text else None
        if cookie:
            self.cookie = cookie.split(";")[0]
            self.csrf = document["csrf"]
        return document

    def status_of(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path)
        status = connection.getresponse().status
        connection.close()
        return status

    def sign_in(self):
        self.ask("POST", "/api/v1/session", {"name": "root", "password": PASSWORD})

    def wait_for_job(self, job):
        # Its events say when to look again.
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", "/api/v1/events", headers={"Cookie": self.cookie})
        events = connection.getresponse()
        while True:
            state = self.ask("GET", f"/api/v1/jobs/{job}")["job"]
            if state["state"] not in ("queued", "running", "interrupted"):
                return state
            while not events.fp.readline().startswith((b"event: job", b": ping")):
                pass

    @staticmethod
    def stop_running():
        if Server.running and Server.running.process.poll() is None:
            Server.running.process.kill()

    def end(self, how):
        self.process.send_signal(how)
        code = self.process.wait(timeout=60)
        self.process.stdout.close()
        self.process.stderr.close()
        return code


def main():
    stint = sys.argv[1]
    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data")
        key_file = os.path.join(folder, "key")
        with open(key_file, "w", encoding="utf-8") as out:
            out.write("0123456789abcdef0123456789abcdef")
        os.chmod(key_file, 0o600)
        server = Server(stint, data, key_file)
        token = server.setup_token()
        assert server.status_of("/readyz") == 503, "there is nothing to show yet"
        open_session = server.ask("GET", "/api/v1/session")
        assert open_session["mode"] == "open", open_session
        server.ask("POST", "/api/v1/jobs", {"kind": "refresh"}, 403)
        session = server.ask("POST", "/api/v1/setup",
                             {"token": urllib.parse.unquote(token), "name": "root", "password": PASSWORD})
        assert session["can"]["admin"], session
        url = f"http://127.0.0.1:{receiver.server_port}/hook"
        server.ask("PUT", "/api/v1/alerts/channels/hook", {"type": "webhook", "url": url, "secret": "0123456789abcdef0123"})
        server.ask("PUT", "/api/v1/alerts/rules/all", {"channel": "hook", "severity": "warning"})
        stored = server.ask("GET", "/api/v1/alerts/channels")
        assert "/hook" not in json.dumps(stored), "the address of a channel is a secret"
        job = server.ask("POST", "/api/v1/jobs", {"kind": "refresh"}, 202)["job"]["id"]
        assert server.wait_for_job(job)["state"] == "done"

        # What another process imports shows by itself, and is told.
        subprocess.run([stint, "demo", os.path.join(folder, "demo")], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([stint, "import", os.path.join(folder, "demo"), "--data", data, "--quiet"], check=True,
                       stdout=subprocess.DEVNULL)
        job = server.ask("POST", "/api/v1/jobs", {"kind": "refresh"}, 202)["job"]["id"]
        assert server.wait_for_job(job)["state"] == "done"
        assert server.status_of("/readyz") == 200
        assert server.ask("GET", "/api/insights")["insights"], "no insights"
        with Receiver.arrived:
            assert Receiver.arrived.wait_for(lambda: Receiver.seen, timeout=60), "no alert came"

        # Whatever moment it dies at.
        for wait_for_start in (False, True):
            job = server.ask("POST", "/api/v1/jobs", {"kind": "refresh"}, 202)["job"]["id"]
            if wait_for_start:
                while server.ask("GET", f"/api/v1/jobs/{job}")["job"]["state"] == "queued":
                    pass
            server.end(signal.SIGKILL)
            server = Server(stint, data, key_file)
            server.sign_in()
            state = server.ask("GET", f"/api/v1/jobs/{job}")["job"]
            assert state["state"] in ("queued", "running", "interrupted", "done"), state
        assert server.end(signal.SIGTERM) == 0

        server = Server(stint, data, key_file)
        server.sign_in()
        deliveries = server.ask("GET", "/api/v1/alerts/deliveries?limit=500")["deliveries"]
        assert all(one["state"] in ("sent", "waiting", "sending", "unknown") for one in deliveries), deliveries
        bodies = [body for _, body in Receiver.seen]
        told = [item["insight_id"] for body in bodies for item in json.loads(body)["items"]]
        assert len(told) == len(set(told)), f"told twice: {told}"
        assert server.end(signal.SIGTERM) == 0
        print(f"{len(bodies)} messages about {len(told)} insights, none twice")
    receiver.shutdown()


if __name__ == "__main__":
    try:
        main()
    finally:
        Server.stop_running()
