// bench.mjs PROGRAM FOLDER: how much the first view is, compressed (page, scripts, styles; no figures), and how long it takes
// from the start of the load until its cards can be used, on a processor slowed down four times: the median of five.
import { gzipSync } from "node:zlib";
import { Browser } from "./browser.mjs";
import { makeData } from "./data.mjs";
import { Server } from "./server.mjs";

const [program, folder] = process.argv.slice(2);
const browser = await Browser.start(folder);
const server = new Server(program, await makeData(program, folder, "bench", false), false);
await server.start();
let bytes = 0;
const times = [];
for (let at = 0; at < 5; at += 1) {
  const page = await browser.page();
  const bodies = [];
  if (at === 0) page.on("response", (response) => !response.url().includes("/api/") && bodies.push(response.body().catch(() => Buffer.alloc(0))));
  const debug = await page.context().newCDPSession(page);
  await debug.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.goto(`${server.base}/today`);
  await page.locator("li.card").first().waitFor();
  times.push(await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))));
  for (const body of await Promise.all(bodies)) bytes += gzipSync(body).length;
  await page.context().close();
}
await browser.close();
await server.stop();
times.sort((a, b) => a - b);
console.log(`first view of the page: ${Math.round(bytes / 1024)} KB compressed, usable after ${Math.round(times[2])} ms (${times.map(Math.round).join(", ")}) on a processor slowed down four times`);
