// bench.mjs PROGRAM FOLDER: how much the first view is, compressed (page, scripts, styles; no figures), and how long it takes
// from the start of the load until its cards can be used, at full speed and on a processor slowed down; beside it what a page
// of one line takes in the same browser: less is not to be had here. Medians. Chromium is spoken to directly: a library for tests
// listens to everything that a page does, and that alone takes a slow processor a fifth of the time.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { makeData } from "./data.mjs";
import { Server } from "./server.mjs";

const [program, folder, ...others] = process.argv.slice(2);
const rounds = Number(process.env.ROUNDS ?? 7);
const rates = (process.env.RATES ?? "1,2,4").split(",").map(Number);

class Chromium {
  constructor() {
    this.profile = mkdtempSync(join(folder, "profile-"));
    this.child = spawn(process.env.CHROMIUM ?? "/usr/bin/chromium", ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,900", "--remote-debugging-pipe", `--user-data-dir=${this.profile}`, "about:blank"], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    this.asked = new Map();
    this.number = 0;
    let said = "";
    this.child.stdio[4].on("data", (text) => {
      const messages = (said + text).split("\0");
      said = messages.pop();
      for (const message of messages) this.take(JSON.parse(message));
    });
  }

  take({ id, error, result }) {
    const waiting = this.asked.get(id);
    this.asked.delete(id);
    if (error) waiting?.failed(new Error(error.message));
    else waiting?.done(result);
  }

  ask(method, params = {}, sessionId = undefined) {
    return new Promise((done, failed) => {
      this.number += 1;
      this.asked.set(this.number, { done, failed });
      this.child.stdio[3].write(`${JSON.stringify({ id: this.number, method, params, sessionId })}\0`);
    });
  }

  /** Milliseconds from the start of the load until the first card is on the screen and the page answers; nothing is remembered. */
  async usable(url, rate) {
    const { browserContextId } = await this.ask("Target.createBrowserContext");
    const { targetId } = await this.ask("Target.createTarget", { url: "about:blank", browserContextId, width: 1280, height: 900 });
    const { sessionId } = await this.ask("Target.attachToTarget", { targetId, flatten: true });
    await this.ask("Emulation.setCPUThrottlingRate", { rate }, sessionId);
    await this.ask("Page.navigate", { url }, sessionId);
    const expression = `new Promise((done) => {
      const look = () => document.querySelector("li.card") && (watch.disconnect(), requestAnimationFrame(() => setTimeout(() => done(performance.now()))));
      const watch = new MutationObserver(look);
      watch.observe(document, { childList: true, subtree: true });
      look();
    })`;
    const { result } = await this.ask("Runtime.evaluate", { expression, awaitPromise: true }, sessionId);
    await this.ask("Target.disposeBrowserContext", { browserContextId });
    return result.value;
  }

  async end() {
    const ended = new Promise((done) => this.child.on("exit", done));
    void this.ask("Browser.close");
    await ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
}

/** What the first view loads: the page, and what it names, and the view's own code. */
function firstView() {
  const dist = join(process.env.STINT_WEB, "dist");
  const page = readFileSync(join(dist, "index.html"));
  const files = readdirSync(join(dist, "assets")).filter((name) => page.includes(name) || name.startsWith("Today-"));
  return [page, ...files.map((name) => readFileSync(join(dist, "assets", name)))];
}

const median = (times) => Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]);
const plain = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end("<!doctype html><title>One line</title><ul><li class=card>One line</ul>"));
await new Promise((done) => plain.listen(0, "127.0.0.1", done));
const pages = [["a page of one line", `http://127.0.0.1:${plain.address().port}/`]];
const servers = [];
for (const one of [program, ...others]) {
  const server = new Server(one, await makeData(one, folder, `bench${servers.length}`, false), false);
  await server.start();
  servers.push(server);
  pages.push([one === program ? "the first view" : one, `${server.base}/today`]);
}
console.log(`first view of the page: ${Math.round(firstView().reduce((sum, body) => sum + gzipSync(body).length, 0) / 1024)} KB compressed`);
const chromium = new Chromium();
for (const [, url] of pages) await chromium.usable(url, 1); // the browser's own first steps
for (const rate of rates) {
  const times = pages.map(() => []);
  for (let round = 0; round < rounds; round += 1) for (const [at, [, url]] of pages.entries()) times[at].push(await chromium.usable(url, rate));
  console.log(`  ${rate === 1 ? "the processor as it is" : `slowed down ${rate} times`}: ${pages.map(([name], at) => `${name} usable after ${median(times[at])} ms (${times[at].map(Math.round).join(", ")})`).join("; ")}`);
}
await chromium.end();
plain.close();
for (const server of servers) await server.stop();
