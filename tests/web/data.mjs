// Made-up organisations: as they come, or with every text that a tracker sends turned into an attack.
import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const attacks = ["<img src=x onerror=\"window.hacked=1\">", "<script>window.hacked=1</script>", "\"><svg onload=window.hacked=1>", "javascript:window.hacked=1", "{@html '<b>x</b>'}", "${window.hacked=1}"];

const texts = new Set(["summary", "description", "name", "displayName", "goal", "value", "toString", "fromString", "text"]);
// Names that the program understands by their words must stay what they are.
const kept = /^(story|bug|task|sub-?task|epic|to do|in progress|in review|testing|done|released|high|highest|medium|low|lowest|won.t do|duplicate|blocks|flagged|impediment|\d.*)$/i;
let turn = 0;

function poison(value, inside = "") {
  if (Array.isArray(value)) return value.map((each) => poison(each, inside));
  if (value && typeof value === "object") {
    // Status, type, priority and field definitions keep their names; people, sprints, boards, components do not.
    const named = ["status", "issuetype", "priority", "resolution", "statusCategory", "type", "schema"].includes(inside);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, typeof each === "string" && texts.has(key) && !named && !kept.test(each) && each.length > 2 ? `${each} ${attacks[(turn += 1) % attacks.length]}` : poison(each, key)]));
  }
  return value;
}

function poisonFolder(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) poisonFolder(path);
    else if (/^(page-|board-\d+\.json)/.test(name)) writeFileSync(path, JSON.stringify(poison(JSON.parse(readFileSync(path, "utf8")))));
  }
}

/** A data folder for the server, made anew; for the stand-in, what it answers from. */
export async function makeData(program, folder, name, mock) {
  const demo = join(folder, `${name}-demo`);
  const data = join(folder, `${name}-data`);
  await run("rm", ["-rf", demo, data]);
  await run(program, ["demo", demo]);
  if (name === "hostile") poisonFolder(demo);
  if (mock) {
    await run(process.execPath, [join(process.env.STINT_WEB, "dev/capture.mjs"), program, data, demo], { maxBuffer: 1 << 28 });
    if (!existsSync(join(process.env.STINT_WEB, "dist/index.html"))) throw new Error("web/dist is missing: npm run build");
  } else {
    await run(program, ["import", demo, "--data", data]);
  }
  return data;
}
