// all.mjs MODEL_SERVERS: starts the fake services and lets every client talk to them.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { once } from "node:events";
import { anthropic } from "./anthropic.mjs";
import { gemini } from "./gemini.mjs";
import { openai } from "./openai.mjs";

const services = spawn(process.argv[2], { stdio: ["pipe", "pipe", "inherit"] });
const [line] = await once(createInterface({ input: services.stdout }), "line");
const urls = JSON.parse(line);
let failed = false;
for (const [name, talk] of Object.entries({ openai, gemini, anthropic })) {
  try {
    await talk(urls[name]);
    console.log(`${name}: as its own client expects`);
  } catch (error) {
    failed = true;
    console.error(`${name}:`, error);
  }
}
services.stdin.end();
await once(services, "exit");
process.exit(failed ? 1 : 0);
