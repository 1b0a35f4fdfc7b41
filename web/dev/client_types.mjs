// client_types.mjs SOURCE: writes src/api/schema.ts, the client's types, from the server's description: its address
// (http://127.0.0.1:5001/api/openapi.json), a file, or the folder of schemas that it is made of.
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const source = process.argv[2];
if (!source) {
  console.error("client_types.mjs ADDRESS|FILE|FOLDER");
  process.exit(2);
}
async function description() {
  if (/^https?:/.test(source)) return (await fetch(source)).json();
  if (!statSync(source).isDirectory()) return JSON.parse(readFileSync(source, "utf8"));
  const schemas = Object.assign({}, ...readdirSync(source).sort().map((name) => JSON.parse(readFileSync(join(source, name), "utf8"))));
  return { openapi: "3.1.0", info: { title: "Stint", version: "1" }, paths: {}, components: { schemas } };
}
// Only what answers and bodies look like: addresses are written where they are used.
const { openapi, info, components } = await description();
const nodes = await openapiTS({ openapi, info, paths: {}, components: { schemas: components.schemas } });
writeFileSync(fileURLToPath(new URL("../src/api/schema.ts", import.meta.url)), `// Made by dev/client_types.mjs from the server's description; not to be edited.\n${astToString(nodes)}`);
