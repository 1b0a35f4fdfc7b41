// Two roles and an administrator see what they may do, and what one does is there for it later.
import { check, settled, signIn, sound, visit } from "./browser.mjs";

export async function run({ browser, server, people }) {
  const viewer = await browser.page();
  await signIn(viewer, server.base, people.viewer);
  check((await viewer.getByRole("link", { name: "Admin" }).count()) === 0, "a viewer is offered administration");
  await viewer.locator("li.card h3 a").first().click();
  await settled(viewer);
  const insight = viewer.url();
  await visit(viewer, `${server.base}/admin/users`);
  await viewer.getByText("Only administrators may see this.").waitFor();
  const refused = await viewer.evaluate(async () => (await fetch("/api/v1/users")).status);
  check((await viewer.getByRole("link", { name: "Reports" }).count()) === 1, "a viewer is not offered reports");
  check(refused === 403, `the list of users answers a viewer with ${refused}`);

  const member = await browser.page();
  await signIn(member, server.base, people.member);
  await visit(member, insight);
  const helpful = member.getByRole("button", { name: "Helpful", exact: true });
  await helpful.click();
  await member.waitForFunction(() => document.querySelector('[aria-pressed="true"]')?.textContent === "Helpful");
  await member.getByLabel("What helped?").fill("We talked about it <b>today</b>.");
  await member.getByRole("button", { name: "Send" }).click();
  await member.getByText("Thank you, noted.").waitFor();
  await member.reload();
  await settled(member);
  check((await helpful.getAttribute("aria-pressed")) === "true", "the rating is gone after a reload");

  // Snoozed, it is no longer among the cards; shown again, it is.
  const title = await member.locator("main h1").innerText();
  const cards = async () => (await visit(member, `${server.base}/insights`), (await member.locator("li.card h3").allInnerTexts()).map((each) => each.trim()));
  check((await cards()).includes(title), "the insight is not in the list");
  await visit(member, insight);
  await member.getByLabel("Snooze this insight").selectOption("7");
  await member.getByRole("button", { name: "Show again" }).waitFor();
  check(!(await cards()).includes(title), "a snoozed insight is still in the list");
  await visit(member, insight);
  await member.getByRole("button", { name: "Show again" }).click();
  await member.getByLabel("Snooze this insight").waitFor();
  check((await cards()).includes(title), "an insight that is shown again is not in the list");
  await sound(member, "member");

  // Signed out, nothing is left on the screen.
  await member.locator("header summary").click();
  await member.getByRole("button", { name: "Sign out" }).click();
  await member.getByRole("heading", { name: "Sign in" }).waitFor();
  check((await member.locator("li.card").count()) === 0, "cards are left after signing out");
}
