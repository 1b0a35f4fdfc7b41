// What the reader chose is in the address or in the browser: a reload in the middle changes nothing.
import { check, settled, signIn, sound, visit } from "./browser.mjs";

export async function run({ browser, server, people }) {
  const page = await browser.page();
  await signIn(page, server.base, people.member);

  await page.locator(".personas label", { hasText: "Lead" }).click();
  const first = await page.locator("li.card h3").allInnerTexts();
  await page.reload();
  await settled(page);
  check((await page.locator(".personas input:checked").inputValue()) === "lead", "the persona is forgotten");
  check((await page.locator("li.card h3").allInnerTexts()).join() === first.join(), "the cards are others after a reload");

  await visit(page, `${server.base}/issues`);
  const all = await page.locator("p[role=status]").innerText();
  await page.getByLabel("State").selectOption("indeterminate");
  await page.waitForFunction((all) => !["", "\u00a0", all].includes(document.querySelector("main p[role=status]").innerText), all);
  await page.getByRole("searchbox").fill("e");
  await page.waitForURL(/q=e/);
  await settled(page);
  const status = await page.locator("p[role=status]").innerText();
  const rows = await page.locator("tbody tr[aria-rowindex]").allInnerTexts();
  check(rows.length > 0, "nothing is in progress");
  await page.reload();
  await settled(page);
  check((await page.locator("p[role=status]").innerText()) === status, "other issues after a reload");
  check((await page.locator("tbody tr[aria-rowindex]").allInnerTexts()).join() === rows.join(), "other rows after a reload");
  check((await page.getByRole("searchbox").inputValue()) === "e", "the words are gone after a reload");

  // Project and board go along from view to view, and back brings back what was.
  await visit(page, `${server.base}/sprints`);
  const boards = await page.locator("header select option").evaluateAll((options) => options.map((option) => option.value).filter((value) => /\|./.test(value)));
  await page.locator("header select").selectOption(boards[1]);
  await page.waitForURL(/board=/);
  await settled(page);
  await page.getByRole("link", { name: "Flow" }).click();
  await settled(page);
  check(page.url().includes(`board=${boards[1].split("|")[1]}`), "the board is forgotten on the way");
  await page.reload();
  await settled(page);
  check((await page.locator("header select").inputValue()) === boards[1], "the board is forgotten by a reload");
  await page.goBack();
  await page.goBack();
  await settled(page);
  check((await page.locator("header select").inputValue()) === "|", "back does not bring back all projects");

  // A colour scheme chosen by hand stays.
  await page.locator("header summary").click();
  await page.getByLabel("Dark").check();
  await page.reload();
  await settled(page);
  check((await page.evaluate(() => document.documentElement.dataset.theme)) === "dark", "the colours are forgotten");
  await sound(page, "reload");
}
