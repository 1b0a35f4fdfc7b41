// Chromium, and what every part looks at: that the page reports no error, asks no other host, and does not jump.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const wide = { viewport: { width: 1280, height: 900 } };
export const phone = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true };
export const dark = { viewport: { width: 1280, height: 900 }, colorScheme: "dark" };
export const darkPhone = { ...phone, colorScheme: "dark" };

export class Browser {
  static async start(folder) {
    const shots = join(folder, "shots");
    mkdirSync(shots, { recursive: true });
    return new Browser(await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags }), shots);
  }

  constructor(program, shots) {
    this.program = program;
    this.shots = shots;
    this.open = [];
  }

  /** A page of its own, with nothing remembered. `faults` gathers what went wrong in it. With `late`, every answer comes
      after the page has been painted without it, so that whatever moves when it comes is seen to move. */
  async page(look = wide, state = undefined, { late = false } = {}) {
    const context = await this.program.newContext({ ...look, storageState: state, timezoneId: "Pacific/Auckland", locale: "en-GB" });
    const page = await context.newPage();
    page.setDefaultTimeout(60000);
    page.faults = [];
    page.allowed = [];
    page.on("pageerror", (problem) => page.faults.push(`error in the page: ${problem.message}`));
    page.on("dialog", (dialog) => {
      page.faults.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("console", (message) => {
      const text = message.text();
      if (message.type() === "error" && !/Failed to load resource/.test(text)) page.faults.push(`console: ${text}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) page.faults.push(`${response.status()} for ${new URL(response.url()).pathname}`);
    });
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (!["data:", "blob:"].includes(url.protocol) && page.home && url.origin !== page.home) page.faults.push(`a request to ${url.origin}`);
    });
    if (late)
      await page.route("**/api/**", async (route) => {
        // A page that is being left has no frames any more.
        await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))).catch(() => {});
        await route.continue().catch(() => {});
      });
    // Layout shifts that no input caused; and whatever the policy forbade. A phone's window counts as resized for half a
    // second after the page began, which browsers take for input: where answers are late, all shifts are counted.
    await page.addInitScript((all) => {
      window.shifted = 0;
      window.forbidden = [];
      window.movers = new Set();
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          if (entry.hadRecentInput && !all) continue;
          window.shifted += entry.value;
          for (const { node } of entry.sources) window.movers.add(node?.id || node?.className || node?.nodeName || "?");
        }
      }).observe({ type: "layout-shift", buffered: true });
      document.addEventListener("securitypolicyviolation", (event) => window.forbidden.push(`${event.violatedDirective} ${event.blockedURI}`));
    }, late);
    this.open.push(page);
    return page;
  }

  async shot(page, name) {
    await page.screenshot({ path: join(this.shots, `${name}.png`), fullPage: true });
  }

  async keepAll(name) {
    for (const [at, page] of this.open.entries()) await this.shot(page, `failed-${name}-${at}`).catch(() => {});
  }

  async closePages() {
    for (const page of this.open) await page.context().close().catch(() => {});
    this.open = [];
  }

  close() {
    return this.program.close();
  }
}

export function check(condition, words) {
  if (!condition) throw new Error(words);
}

/** Goes to `address` and waits until nothing is being read any more. */
export async function visit(page, address) {
  page.home = new URL(address).origin;
  await page.goto(address);
  await settled(page);
}

export async function settled(page) {
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
}

export async function signIn(page, base, who) {
  await visit(page, `${base}/today`);
  await page.getByLabel("Name", { exact: true }).fill(who.name);
  await page.getByLabel("Password").fill(who.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator(".personas").waitFor();
  await settled(page);
  page.faults.length = 0;
}

/** Nothing reported, nothing wider than the window, nothing that jumped. */
export async function sound(page, where) {
  const seen = await page.evaluate(() => ({ over: document.documentElement.scrollWidth - document.documentElement.clientWidth, shifted: window.shifted, movers: [...window.movers].join(", "), forbidden: window.forbidden }));
  check(page.faults.length === 0, `${where}: ${page.faults.join("; ")}`);
  check(seen.forbidden.length === 0, `${where}: the policy forbade ${seen.forbidden.join(", ")}`);
  check(seen.over <= 0, `${where}: ${seen.over} pixels wider than the window`);
  check(seen.shifted < 0.1, `${where}: the layout jumped by ${seen.shifted.toFixed(3)}: ${seen.movers}`);
}

/** No serious or critical finding of axe-core. It comes in through the debugger, which the page's policy does not bind. */
export async function accessible(page, where) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const serious = found.violations.filter((each) => ["serious", "critical"].includes(each.impact));
  check(serious.length === 0, `${where}: ${serious.map((each) => `${each.id} (${each.help}) at ${each.nodes.map((node) => node.target.join(" ")).slice(0, 4).join(", ")}`).join("; ")}`);
}
