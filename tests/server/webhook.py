#!/usr/bin/env python3
"""webhook.py STINT FAKE_TRACKERS: a server that reads a fake Jira is told by a webhook that an issue changed, and shows it as it
is now; who cannot sign is not heard."""
import base64
import hashlib
import hmac
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.parse

from end_to_end import Server

SECRET = "what both of us know"


class Jira:
    def __init__(self, program):
        words = [program, "--product", "jira-cloud", "--issues", "60", "--seed", "7", "--no-extremes"]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.told = json.loads(self.process.stdout.readline())

    def rename(self, key, summary):
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.told["url"]).netloc, timeout=60)
        pair = f"{self.told['user']}:{self.told['secret']}".encode()
        headers = {"Content-Type": "application/json", "Authorization": "Basic " + base64.b64encode(pair).decode()}
        connection.request("PUT", f"/rest/api/3/issue/{key}", json.dumps({"fields": {"summary": summary}}), headers)
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == 204, (answer.status, text)
        connection.request("GET", f"/rest/api/3/issue/{key}?fields=summary", headers=headers)
        issue = json.loads(connection.getresponse().read())
        connection.close()
        return issue["id"]

    def end(self):
        self.process.stdin.close()
        assert self.process.wait(timeout=60) == 0, "it was asked for what no Jira knows"


def call(server, body, signature, path="/hooks/jira"):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("POST", path, body, {"Content-Type": "application/json", "X-Hub-Signature": signature})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, text


def signed(body):
    return "sha256=" + hmac.new(SECRET.encode(), body.encode(), hashlib.sha256).hexdigest()


class Events:
    """What the server tells its listeners."""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        self.connection.request("GET", "/api/v1/events")
        self.answer = self.connection.getresponse()

    def wait_for(self, event):
        while not self.answer.fp.readline().startswith(b"event: " + event):
            pass


def main():
    jira = Jira(sys.argv[2])
    for name, value in (("JIRA_URL", "url"), ("JIRA_USERNAME", "user"), ("JIRA_API_TOKEN", "secret")):
        os.environ[name] = jira.told[value]
    os.environ["JIRA_WEBHOOK_SECRET"] = SECRET
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], "sync", "--data", folder, "--quiet"], check=True)
        server = Server(sys.argv[1], folder, "")
        key = jira.told["issue"]
        events = Events(server)
        # Nothing but the webhook shall bring it in.
        while any(job["state"] != "done" for job in server.ask("GET", "/api/v1/jobs")["jobs"]):
            events.wait_for(b"job")
        before = server.ask("GET", f"/api/v1/issues/{key}")["issue"]["summary"]
        number = jira.rename(key, "Renamed while nobody looked")
        body = json.dumps({"webhookEvent": "jira:issue_updated", "issue": {"id": number, "key": key}})

        status, text = call(server, body, signed(body + " "))
        assert status == 401 and SECRET not in text.decode(), (status, text)
        status, _ = call(server, body, signed(body), "/hooks/other")
        assert status == 401, status
        status, text = call(server, "{}", signed("{}"))
        assert status == 400, (status, text)
        assert server.ask("GET", f"/api/v1/issues/{key}")["issue"]["summary"] == before

        status, text = call(server, body, signed(body))
        assert status == 202 and json.loads(text) == {"issues": 1}, (status, text)
        while server.ask("GET", f"/api/v1/issues/{key}")["issue"]["summary"] == before:
            events.wait_for(b"data")
        assert server.ask("GET", f"/api/v1/issues/{key}")["issue"]["summary"] == "Renamed while nobody looked"
        assert server.end(signal.SIGTERM) == 0
    jira.end()
    print("a webhook brought in what changed")


try:
    main()
finally:
    Server.stop_running()
