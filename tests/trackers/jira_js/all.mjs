// all.mjs FAKE_TRACKERS [STINT]: starts fake Jiras, and lets jira.js, which knows nothing of them, do a day's work in each, and
// read what Stint writes.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { once } from "node:events";
import { cloud } from "./cloud.mjs";
import { dataCenter } from "./data_center.mjs";
import { readBack } from "./read_back.mjs";

let failed = false;
for (const [product, work] of Object.entries({ "jira-cloud": cloud, "jira-data-center": dataCenter })) {
  const words = ["--product", product, "--issues", "150", "--seed", "7"];
  if (process.env.STINT_RECORD_FOLDER) words.push("--record", `${process.env.STINT_RECORD_FOLDER}/jira-js-${product}.jsonl`);
  const fake = spawn(process.argv[2], words, { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = await once(createInterface({ input: fake.stdout }), "line");
  try {
    await work(JSON.parse(line));
    if (product === "jira-cloud" && process.argv[3]) await readBack(JSON.parse(line), process.argv[3]);
    console.log(`${product}: as jira.js expects`);
  } catch (error) {
    failed = true;
    console.error(`${product}:`, error);
  }
  fake.stdin.end();
  // It ends with 1 when it was asked for what no Jira knows.
  const [status] = await once(fake, "exit");
  if (status !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
