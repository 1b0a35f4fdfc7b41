// bench.mjs PROGRAM FOLDER: how much the first view is, compressed (page, scripts, styles; no figures), and how long it takes
// from the start of the load until its cards can be used, at full speed and on a processor slowed down; beside it what a page
// of one line takes in the same browser: less is not to be had here. Medians.
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { Browser } from "./browser.mjs";
import { makeData } from "./data.mjs";
import { Server } from "./server.mjs";

const [program, folder] = process.argv.slice(2);
const rounds = Number(process.env.ROUNDS ?? 5);
const slow = [1, 2, 4];
const browser = await Browser.start(folder);
const server = new Server(program, await makeData(program, folder, "bench", false), false);
await server.start();
const plain = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end("<!doctype html><title>One line</title><ul><li class=card>One line</ul>"));
await new Promise((done) => plain.listen(0, "127.0.0.1", done));

async function usable(url, rate, seen) {
  const page = await browser.page();
  if (seen) page.on("response", (response) => !response.url().includes("/api/") && seen.push(response.body().catch(() => Buffer.alloc(0))));
  // The page tells it itself: asking it from outside would take its time.
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      if (!document.querySelector("li.card")) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => console.log(`usable ${performance.now()}`), 0));
    });
    watch.observe(document, { childList: true, subtree: true });
  });
  const debug = await page.context().newCDPSession(page);
  await debug.send("Emulation.setCPUThrottlingRate", { rate });
  const told = page.waitForEvent("console", (message) => message.text().startsWith("usable "));
  await page.goto(url, { waitUntil: "commit" });
  const time = Number((await told).text().split(" ")[1]);
  const bodies = await Promise.all(seen ?? []);
  await page.context().close();
  return [time, bodies];
}

const median = (times) => Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]);
const first = `${server.base}/today`;
const [, bodies] = await usable(first, 1, []);
console.log(`first view of the page: ${Math.round(bodies.reduce((sum, body) => sum + gzipSync(body).length, 0) / 1024)} KB compressed`);
for (const rate of slow) {
  const ours = [];
  const line = [];
  for (let round = 0; round < rounds; round += 1) {
    line.push((await usable(`http://127.0.0.1:${plain.address().port}/`, rate))[0]);
    ours.push((await usable(first, rate))[0]);
  }
  console.log(`  usable after ${median(ours)} ms (${ours.map(Math.round).join(", ")}), a page of one line after ${median(line)} ms, on ${rate === 1 ? "the processor as it is" : `a processor slowed down ${rate} times`}`);
}
await browser.close();
plain.close();
await server.stop();
