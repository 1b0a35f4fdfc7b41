// The server goes away under an open page and comes back: the page says so, keeps what it shows, and catches up.
import { check, settled, signIn } from "./browser.mjs";

export async function run({ browser, server, people, mock }) {
  const page = await browser.page();
  if (mock) server.mode = "closed";
  else await signIn(page, server.base, people.member);
  if (mock) {
    await server.stop();
    server.mode = "open";
    await server.start();
    page.home = server.base;
    await page.goto(`${server.base}/today`);
    await settled(page);
  }
  const cards = await page.locator("li.card h3").allInnerTexts();
  await server.stop("SIGKILL");
  await page.getByText("No connection to the server.").waitFor();
  check((await page.locator("li.card h3").allInnerTexts()).join() === cards.join(), "the cards went away with the server");
  await browser.shot(page, "offline");
  // A view that was not read before says that it cannot be, and offers to try again.
  await page.getByRole("link", { name: "Quality" }).click();
  await page.getByText(/cannot be reached|could not be loaded/).first().waitFor();
  await browser.shot(page, "offline-failed");
  await server.start();
  await page.getByText("No connection to the server.").waitFor({ state: "hidden", timeout: 45000 });
  const again = page.getByRole("button", { name: /Try again|Load the page again/ });
  if (await again.count()) await again.first().click();
  await page.getByRole("heading", { name: "Quality" }).waitFor();
  await settled(page);
  check((await page.getByRole("heading", { name: "Sign in" }).count()) === 0, "the session did not outlive the restart");
  const wrong = page.faults.filter((fault) => /error in the page|a dialog|a request to/.test(fault));
  check(wrong.length === 0, wrong.join("; "));
}
