// all.mjs PROGRAM FOLDER [--mock]: every part, one after another, on one server and its users.
import { Browser } from "./browser.mjs";
import { makeData } from "./data.mjs";
import { Server } from "./server.mjs";

const [program, folder, mode] = process.argv.slice(2);
const mock = mode === "--mock";
const names = ["first_start", "pages", "keyboard", "reload", "roles", "figures", "keeping", "live", "hostile", "restart"];
const wanted = process.env.ONLY?.trim() ? process.env.ONLY.trim().split(/\s+/) : names;

const people = {
  admin: { name: "ada", display_name: "Ada Okafor", password: "correct horse battery" },
  member: { name: "max", display_name: "Max Lindgren", password: "staple clip and paper" },
  viewer: { name: "vera", display_name: "Vera Novak", password: "a window on the river" },
};

const browser = await Browser.start(folder);
const server = new Server(program, await makeData(program, folder, "plain", mock), mock);
let failed = 0;
try {
  await server.start();
  // first_start makes the users that the others sign in as, so it always runs.
  for (const name of names.filter((each) => each === "first_start" || wanted.includes(each))) {
    const { run } = await import(`./${name}.mjs`);
    const begun = Date.now();
    try {
      await run({ browser, server, people, program, folder, mock });
      console.log(`ok      ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    } catch (problem) {
      failed += 1;
      console.log(`FAILED  ${name}: ${problem.stack ?? problem}`);
      await browser.keepAll(name);
      if (name === "first_start") break;
    }
    await browser.closePages();
  }
} finally {
  await browser.close();
  await server.stop();
}
process.exit(failed ? 1 : 0);
