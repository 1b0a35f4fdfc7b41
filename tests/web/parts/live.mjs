// A job run by hand shows its progress, and the page is told when it is through.
import { check, signIn, sound, visit } from "./browser.mjs";

export async function run({ browser, server, people }) {
  const page = await browser.page();
  await signIn(page, server.base, people.admin);
  const { kinds } = await page.evaluate(async () => (await fetch("/api/v1/jobs")).json());
  const kind = (kinds.find((each) => each.name === "refresh") ?? kinds[0]).name;
  await visit(page, `${server.base}/admin/jobs`);
  const before = await page.locator("main li").filter({ hasText: kind }).count();
  await page.getByRole("button", { name: `Run ${kind}` }).click();
  await page.waitForFunction(([kind, before]) => [...document.querySelectorAll("main li")].filter((li) => li.textContent.includes(kind)).length > before, [kind, before]);
  await page.waitForFunction((kind) => /done|succeeded|finished/.test([...document.querySelectorAll("main li")].find((li) => li.textContent.includes(kind))?.querySelector(".badge")?.textContent ?? ""), kind, { timeout: 60000 });
  await browser.shot(page, "job-done");
  await sound(page, "jobs");
  check(!(await page.locator("main li .alerting").allInnerTexts()).includes("undefined"), "a job says undefined");
}
