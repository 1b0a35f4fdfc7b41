// bench.mjs ADDRESS [NAME PASSWORD]: one line of JSON. first_view_bytes: what today's page loads before it can be used,
// compressed (scripts, styles, page; no figures). interactive_ms: from the start of the load until cards can be used, on
// a processor slowed down four times; the median of five.
import { gzipSync } from "node:zlib";
import { Browser, signIn } from "./browser.mjs";
import { tmpdir } from "node:os";

const [base, name, password] = process.argv.slice(2);
const browser = await Browser.start(tmpdir());
const start = await browser.page();
if (name) await signIn(start, base.replace(/\/$/, ""), { name, password });
const state = await start.context().storageState();

let bytes = 0;
const times = [];
for (let at = 0; at < 5; at += 1) {
  const page = await browser.page(undefined, state);
  const bodies = [];
  if (at === 0) page.on("response", (response) => !response.url().includes("/api/") && bodies.push(response.body().catch(() => Buffer.alloc(0))));
  const debug = await page.context().newCDPSession(page);
  await debug.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.goto(`${base.replace(/\/$/, "")}/today`);
  await page.locator("li.card").first().waitFor();
  times.push(await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))));
  for (const body of await Promise.all(bodies)) bytes += gzipSync(body).length;
  await page.context().close();
}
await browser.close();
times.sort((a, b) => a - b);
console.log(JSON.stringify({ first_view_bytes: bytes, interactive_ms: Math.round(times[2]) }));
