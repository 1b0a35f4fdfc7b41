// Every text of the tracker is an attack; all of it stays text.
import { makeData } from "./data.mjs";
import { check, phone, settled, sound, visit } from "./browser.mjs";
import { Server } from "./server.mjs";

export async function run({ browser, program, folder, people, mock }) {
  const server = new Server(program, await makeData(program, folder, "hostile", mock), mock);
  server.mode = "open";
  await server.start();
  try {
    const page = await browser.page();
    if (!mock) {
      await visit(page, await server.setupLink());
      await page.getByLabel("Name", { exact: true }).fill(people.admin.name);
      await page.getByLabel(/^Password/).fill(people.admin.password);
      await page.getByLabel("The same password again").fill(people.admin.password);
      await page.getByRole("button", { name: "Make the first user" }).click();
      await page.locator("li.card").first().waitFor();
    }
    await visit(page, `${server.base}/today`);
    const read = (path) => page.evaluate(async (path) => (await fetch(`/api/v1${path}`)).json(), path);
    const { insights } = await read("/insights?all=1");
    const { sprints } = await read("/sprints");
    const { issues } = await read("/issues?limit=5");
    check(JSON.stringify([sprints, issues]).includes("onerror"), "the attacks did not come as far as the API");
    const state = await page.context().storageState();
    const small = await browser.page(phone, state);
    const views = ["/today", "/insights", "/sprints", "/flow", "/forecast", "/quality", "/people", "/issues", "/reports", ...insights.slice(0, 12).map((i) => `/insights/${i.id.split("/").map(encodeURIComponent).join("/")}`), ...sprints.slice(0, 3).map((s) => `/sprints/${s.id}?on=${s.board.id}`), ...issues.map((i) => `/issues/${i.key}`), "/issues?q=%3Cscript%3Ewindow.hacked%3D1%3C%2Fscript%3E", "/%3Cimg%20src=x%20onerror=window.hacked=1%3E"];
    for (const view of views) {
      for (const each of [page, small]) {
        await visit(each, server.base + view);
        await settled(each);
        check((await each.evaluate(() => window.hacked)) === undefined, `${view}: a text of the tracker was run`);
        check((await each.locator("main img, main script, main svg[onload], main b:has(> img)").count()) === 0, `${view}: a text of the tracker became an element`);
        await sound(each, `hostile ${view}`);
      }
    }
    for (const table of await page.getByRole("button", { name: "Table" }).all()) await table.click();
    await browser.shot(page, "hostile");
  } finally {
    await server.stop();
  }
}
