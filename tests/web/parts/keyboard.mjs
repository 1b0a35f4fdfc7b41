// The keyboard alone: from the address bar to a card, its figures, its chart and table, and back.
import { check, settled, signIn, sound, visit } from "./browser.mjs";

const focused = (page) => page.evaluate(() => ({ tag: document.activeElement.tagName, text: document.activeElement.textContent.trim().slice(0, 80), role: document.activeElement.getAttribute("role"), label: document.activeElement.getAttribute("aria-label"), drawn: getComputedStyle(document.activeElement).outlineStyle }));

async function tabTo(page, wanted, most = 80) {
  for (let at = 0; at < most; at += 1) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    if (wanted(now)) return now;
  }
  throw new Error(`not reached with ${most} tabs; the focus is on ${JSON.stringify(await focused(page))}`);
}

export async function run({ browser, server, people }) {
  const page = await browser.page();
  await visit(page, `${server.base}/today`);
  // Sign in without a mouse.
  await tabTo(page, (now) => now.tag === "INPUT");
  await page.keyboard.type(people.member.name);
  await page.keyboard.press("Tab");
  await page.keyboard.type(people.member.password);
  await page.keyboard.press("Enter");
  await page.locator(".personas").waitFor();
  await settled(page);

  await visit(page, `${server.base}/today`);
  await page.keyboard.press("Tab");
  check((await focused(page)).text === "To the content", "the first stop is not the link to the content");
  await page.keyboard.press("Enter");
  check((await page.evaluate(() => document.activeElement.id)) === "main", "the link to the content does not lead there");

  // The persona is a group of radio buttons.
  await tabTo(page, (now) => now.tag === "INPUT");
  await page.keyboard.press("ArrowRight");
  check((await page.locator(".personas input:checked").inputValue()) === "product-owner", "the arrow does not choose the next persona");
  await page.keyboard.press("ArrowLeft");

  const card = await tabTo(page, (now) => /^View details/.test(now.label ?? ""));
  check(card.drawn === "solid", "the focus cannot be seen");
  const title = card.label.replace("View details: ", "").replaceAll("\u00a0", " ");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/insights\//);
  await settled(page);
  const head = await focused(page);
  check(head.tag === "H1" && head.text.replaceAll("\u00a0", " ").startsWith(title.slice(0, 60)), `the focus is not on the headline but on ${JSON.stringify(head)}`);

  // The chart says its values one by one.
  const chart = await tabTo(page, (now) => now.role === "slider");
  check(chart.drawn === "solid", "the focus on the chart cannot be seen");
  const value = () => page.evaluate(() => document.activeElement.getAttribute("aria-valuetext"));
  const last = await value();
  await page.keyboard.press("Home");
  const start = await value();
  await page.keyboard.press("ArrowRight");
  check(start && last && start !== last && (await value()) !== start, "the arrows do not move through the chart");
  check((await page.locator(".readout").first().innerText()) === (await value()), "what is read out is not what is shown");
  await page.keyboard.press("End");
  check((await value()) === last, "End does not go to the last value");
  // Its table is one button away.
  await page.keyboard.press("Shift+Tab");
  check((await focused(page)).text === "Table", "the table's button does not stand before the chart");
  await page.keyboard.press("Enter");
  check((await page.locator("figure table").first().locator("tbody tr").count()) > 1, "the table has no rows");
  check((await focused(page)).text === "Chart", "the button lost the focus");

  await page.goBack();
  await settled(page);
  check(new URL(page.url()).pathname === "/today", "back does not lead back");

  // The account's panel opens and closes, and gives the focus back.
  await page.locator("header summary").focus();
  await page.keyboard.press("Enter");
  await page.getByText("Colours").waitFor();
  await page.keyboard.press("Escape");
  check((await focused(page)).tag === "SUMMARY", "Escape does not give the focus back");

  // A long table scrolls by keyboard.
  await visit(page, `${server.base}/issues`);
  await page.getByRole("region", { name: "Issues" }).focus();
  await page.keyboard.press("End");
  await page.waitForFunction(() => document.querySelector("[aria-rowindex]:last-of-type") && Number([...document.querySelectorAll("tbody tr[aria-rowindex]")].at(-1).getAttribute("aria-rowindex")) === Number(document.querySelector("table").getAttribute("aria-rowcount")));
  await sound(page, "keyboard");
}
