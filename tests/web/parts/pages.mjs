// Every view: wide, on a phone, and dark. It reports nothing, asks nobody else, does not jump or overflow, and axe-core
// finds nothing serious.
import { join } from "node:path";
import { accessible, check, dark, darkPhone, phone, signIn, sound, visit, wide } from "./browser.mjs";

export async function run({ browser, server, people }) {
  const first = await browser.page();
  await signIn(first, server.base, people.admin);
  const state = await first.context().storageState();
  const read = (path) => first.evaluate(async (path) => (await fetch(`/api/v1${path}`)).json(), path);
  const { insights } = await read("/insights");
  const { sprints } = await read("/sprints");
  const running = sprints.find((sprint) => sprint.state === "active");
  const closed = sprints.find((sprint) => sprint.state === "closed");
  const topics = [...new Map(insights.map((insight) => [insight.topic, insight.id])).entries()];
  check(running && closed && topics.length > 4, "the data is not what this looks at");

  const views = [
    ["today", "/today"],
    ["today-project", `/today?project=${insights[0].projects[0]}`],
    ["insights", "/insights"],
    ...topics.map(([topic, id]) => [`insight-${topic}`, `/insights/${id.split("/").map(encodeURIComponent).join("/")}`]),
    ["sprints", "/sprints"],
    ["sprint", `/sprints/${running.id}?on=${running.board.id}`],
    ["sprint-closed", `/sprints/${closed.id}?on=${closed.board.id}`],
    ["flow", "/flow"],
    ["forecast", "/forecast"],
    ["forecast-items", "/forecast?ask=items&n=20"],
    ["quality", "/quality"],
    ["people", "/people"],
    ["issues", "/issues"],
    ["issues-figure", `/issues?insight=${encodeURIComponent(insights[0].id)}&fact=${insights[0].facts.find((fact) => fact.issues?.length).name}`],
    ["issues-none", "/issues?q=nothing+has+this+in+it"],
    ["issue", `/issues/${insights[0].evidence[0]}`],
    ["reports", "/reports"],
    ["api", "/api"],
    ["api-one", "/api#getInsights"],
    ["account", "/account"],
    ...["", "connections", "jobs", "schedule", "alerts", "users", "keys", "models", "settings", "audit"].map((section) => [`admin-${section || "health"}`, `/admin/${section}`.replace(/\/$/, "")]),
    ["missing", "/there/is/nothing/here"],
  ];
  // For README.md.
  await visit(first, `${server.base}/today`);
  await first.screenshot({ path: join(browser.shots, "readme.png") });

  // Dark differs in colours only, so a part of the views is enough there; axe-core is slow.
  const part = new Set(["today", `insight-${topics[0][0]}`, "sprint", "flow", "forecast", "quality", "issues", "issue", "admin-jobs", "admin-users"]);
  for (const [name, look, all] of [["wide", wide, true], ["phone", phone, true], ["dark", dark, false], ["dark-phone", darkPhone, false]]) {
    const page = await browser.page(look, state, { late: true });
    for (const [view, path] of views.filter(([view]) => all || part.has(view))) {
      const where = `${view}, ${name}`;
      page.faults.length = 0;
      await visit(page, server.base + path);
      check((await page.title()).endsWith("– Stint"), `${where}: no title`);
      check((await page.locator("main h1").count()) === 1, `${where}: not exactly one headline`);
      const wrong = await page.locator(".note.wrong").allInnerTexts();
      check(wrong.length === 0, `${where}: ${wrong.join("; ")}`);
      // An address that names a place in the page goes there; that is no jump.
      if (path.includes("#")) await page.evaluate(() => (window.shifted = 0));
      await sound(page, where);
      await browser.shot(page, `${view}-${name}`);
      if (name === "wide" || (name !== "dark-phone" && part.has(view))) await accessible(page, where);
    }
  }
}
