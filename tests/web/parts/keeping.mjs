// Reports that are kept, summaries, connections, models, and the API to read: made, found again, and taken away.
import { accessible, check, settled, signIn, sound, visit } from "./browser.mjs";

export async function run({ browser, server, people, mock }) {
  const admin = await browser.page();
  await signIn(admin, server.base, people.admin);

  // A report is kept, opens in a tab of its own, and goes again.
  await visit(admin, `${server.base}/reports`);
  const kept = admin.getByRole("link", { name: /^Download 20/ });
  const before = await kept.count();
  await admin.getByLabel("Format").selectOption("md");
  await admin.getByRole("button", { name: "Keep" }).click();
  await admin.waitForFunction((many) => document.querySelectorAll("section[aria-labelledby=kept] li").length > many, before);
  await sound(admin, "reports, kept");
  await browser.shot(admin, "reports-kept");
  const member = await browser.page();
  await signIn(member, server.base, people.viewer);
  await visit(member, `${server.base}/reports`);
  check((await member.getByRole("link", { name: /^Download 20/ }).count()) === before + 1, "a viewer does not see what is kept");
  check((await member.getByRole("button", { name: "Keep" }).count()) === 0, "a viewer is offered to keep reports");
  check((await member.getByRole("button", { name: /^Remove/ }).count()) === 0, "a viewer is offered to remove reports");
  if (!mock) {
    const text = await member.evaluate(async (href) => (await fetch(href)).text(), await member.getByRole("link", { name: /^Download 20/ }).first().getAttribute("href"));
    check(text.startsWith("# "), `the kept report is not one: ${text.slice(0, 80)}`);
  }
  await admin.getByRole("button", { name: /^Remove/ }).first().click();
  await admin.getByRole("button", { name: /^Really remove/ }).click();
  await admin.waitForFunction((many) => document.querySelectorAll("section[aria-labelledby=kept] li").length === many, before);

  // A summary goes to a channel, and keeps it from being removed.
  await visit(admin, `${server.base}/admin/alerts`);
  const channel = admin.getByRole("form", { name: "Add a channel" });
  await channel.getByLabel("Name", { exact: true }).fill("team-mail");
  await channel.getByRole("combobox", { name: /^By/ }).selectOption("email");
  await channel.getByLabel("Mail server").fill("smtp.invalid");
  await channel.getByRole("textbox", { name: "From" }).fill("stint@example.com");
  await channel.getByLabel("To, several").fill("team@example.com");
  await channel.getByRole("button", { name: "Add" }).click();
  const summary = admin.getByRole("form", { name: "Add a summary" });
  await summary.waitFor();
  await summary.getByLabel("Name").fill("weekly");
  await summary.getByRole("combobox", { name: /^What/ }).selectOption("weekly_summary");
  const option = await summary.getByRole("combobox", { name: /^To/ }).locator("option", { hasText: "team-mail" }).getAttribute("value");
  await summary.getByRole("combobox", { name: /^To/ }).selectOption(option ?? "");
  await summary.getByLabel("Attach the report").check();
  await summary.getByRole("button", { name: "Add" }).click();
  await admin.getByText("Completion of sprints, every week, of all projects, to team-mail, with the report").waitFor();
  if (!mock) {
    await admin.getByRole("button", { name: "Remove team-mail" }).click();
    await admin.getByText("goes to this channel").waitFor();
    admin.faults.length = 0;
  }
  await visit(admin, `${server.base}/admin/alerts`);
  await sound(admin, "summaries");
  await browser.shot(admin, "admin-summaries");
  await admin.getByRole("button", { name: "Remove weekly" }).click();
  await admin.getByText("No summary goes anywhere yet.").waitFor();
  await admin.getByRole("button", { name: "Remove team-mail" }).click();
  await admin.getByRole("button", { name: "Remove team-mail" }).waitFor({ state: "detached" });

  await visit(admin, `${server.base}/admin/connections`);
  await admin.getByRole("heading", { name: "Connect a tracker" }).waitFor();
  await sound(admin, "connections");
  await browser.shot(admin, "admin-connections-admin");

  // The API is there to read before anybody has signed in, on a phone too.
  const stranger = await browser.page({ viewport: { width: 360, height: 780 }, colorScheme: "dark" });
  await visit(stranger, `${server.base}/api`);
  await stranger.getByLabel("Find").fill("keep report");
  await stranger.getByText("/api/v1/reports", { exact: true }).first().click();
  await stranger.getByText("Authorization: Bearer $STINT_KEY").first().waitFor();
  check((await stranger.locator("pre").count()) >= 2, "an operation shows neither what it takes nor a command");
  await settled(stranger);
  await accessible(stranger, "the API");
  await browser.shot(stranger, "api-phone-dark");
}
