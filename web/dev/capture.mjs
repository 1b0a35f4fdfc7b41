// capture.mjs PROGRAM FOLDER [DEMO]: keeps in FOLDER what the stand-in server answers from, worked out by PROGRAM from
// DEMO, a folder that “stint demo” made; without it, from a new one.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [program, folder, given] = process.argv.slice(2);
if (!program || !folder) {
  console.error("capture.mjs PROGRAM FOLDER [DEMO]");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const place = mkdtempSync(join(tmpdir(), "stint-capture-"));
const demo = given ?? join(place, "demo");
const data = join(place, "data");
const run = (...args) => execFileSync(program, args, { maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] }).toString();
const keep = (name, text) => writeFileSync(join(folder, `${name}.json`), text);

try {
  if (!given) run("demo", demo);
  run("import", demo, "--data", data);
  const families = JSON.parse(run("metrics", "--list", "--json", "--data", data));
  keep("metrics", JSON.stringify(families));
  for (const { name } of families.metrics) keep(`metrics-${name}`, run("metrics", name, "--json", "--data", data));
  keep("insights", run("insights", "--json", "--words", "builtin", "--data", data));
  keep("issues", run("issues", "--json", "--data", data));
  keep("forecast", run("forecast", "--json", "--data", data));
  keep("forecast-items", run("forecast", "--items", "20", "--json", "--data", data));
  keep("forecast-by", run("forecast", "--by", "2026-12-18", "--json", "--data", data));
  writeFileSync(join(folder, "report.html"), run("report", "--format", "html", "-o", "-", "--data", data));
  const issues = readdirSync(join(demo, "issues")).flatMap((file) => JSON.parse(readFileSync(join(demo, "issues", file))).issues);
  keep("tracker", JSON.stringify(issues));
} finally {
  rmSync(place, { recursive: true, force: true });
}
