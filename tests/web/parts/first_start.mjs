// From the first start to the first insight: the open mode, the one-time link, the first user, the others.
import { check, settled, sound, visit } from "./browser.mjs";

export async function run({ browser, server, people, mock }) {
  const page = await browser.page();
  if (!mock) {
    await visit(page, `${server.base}/today`);
    await page.getByText("Open mode.").waitFor();
    check((await page.locator("li.card").count()) > 0, "the open mode shows no insight");
    check((await page.getByRole("link", { name: "Admin" }).count()) === 0, "the open mode offers administration");
    await sound(page, "open mode");
    await browser.shot(page, "first-open");
  }
  await visit(page, await server.setupLink());
  await browser.shot(page, "first-setup");
  await page.getByLabel("Name", { exact: true }).fill(people.admin.name);
  await page.getByLabel("Name to show").fill(people.admin.display_name);
  await page.getByLabel(/^Password/).fill(people.admin.password);
  await page.getByLabel("The same password again").fill("something else entirely");
  await page.getByRole("button", { name: "Make the first user" }).click();
  await page.getByText("The two passwords differ.").waitFor();
  await page.getByLabel("The same password again").fill(people.admin.password);
  await page.getByRole("button", { name: "Make the first user" }).click();
  await page.locator("li.card").first().waitFor();
  check(new URL(page.url()).pathname === "/today", "after the setup the page is not today's");
  check(!page.url().includes("token"), "the one-time token stays in the address");

  await visit(page, `${server.base}/admin/users`);
  for (const [role, who] of Object.entries(people).filter(([role]) => role !== "admin")) {
    await page.getByLabel("Name", { exact: true }).fill(who.name);
    await page.getByLabel("Name to show").fill(who.display_name);
    await page.getByLabel(/First password/).fill(who.password);
    await page.getByLabel(/^Role(?! of)/).selectOption(role);
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByRole("listitem").filter({ hasText: who.display_name }).waitFor();
  }
  await settled(page);
  await sound(page, "making users");

  // A wrong password is refused in words, and the page stays usable.
  const other = await browser.page();
  await visit(other, `${server.base}/issues?q=offer`);
  await other.getByLabel("Name", { exact: true }).fill(people.viewer.name);
  await other.getByLabel("Password").fill("not the password");
  await other.getByRole("button", { name: "Sign in" }).click();
  await other.locator("[aria-live=assertive] p").waitFor();
  await browser.shot(other, "first-sign-in-refused");
  await other.getByLabel("Password").fill(people.viewer.password);
  await other.getByRole("button", { name: "Sign in" }).click();
  await other.getByRole("heading", { name: "Issues" }).waitFor();
  check(other.url().endsWith("/issues?q=offer"), "signing in led away from the address that was asked for");
}
