// Every figure opens: its link leads to exactly as many issues as the insight names.
import { check, settled, signIn, visit } from "./browser.mjs";

export async function run({ browser, server, people }) {
  const page = await browser.page();
  await signIn(page, server.base, people.member);
  const { insights } = await page.evaluate(async () => (await fetch("/api/v1/insights")).json());
  const facts = insights.flatMap((insight) => insight.facts.filter((fact) => fact.issues?.length).map((fact) => ({ insight, fact })));
  check(facts.length > 10, "hardly any fact has issues");
  for (const { insight, fact } of facts.filter((_, at) => at % 7 === 0).slice(0, 8)) {
    await visit(page, `${server.base}/issues?${new URLSearchParams({ insight: insight.id, fact: fact.name })}`);
    const said = Number.parseInt(await page.locator("main p[role=status]").innerText(), 10);
    check(said === Math.min(250, new Set(fact.issues).size), `${insight.id}, ${fact.name}: ${said} issues are listed instead of ${fact.issues.length}`);
  }
  // From the words of a card to one issue and its timeline, by clicks.
  const { insight } = facts[0];
  await visit(page, `${server.base}/insights/${insight.id.split("/").map(encodeURIComponent).join("/")}`);
  await page.locator(".message a.figure").first().click();
  await page.waitForURL(/fact=/);
  await settled(page);
  await page.locator("tbody a").first().click();
  await page.waitForURL(/\/issues\/[^?]+/);
  await settled(page);
  check((await page.getByRole("heading", { name: "Timeline" }).count()) === 1, "the issue has no timeline");
  check((await page.locator("aside ol li").count()) > 0, "the timeline is empty");
  await page.getByRole("link", { name: "Insights", exact: true }).waitFor();
}
