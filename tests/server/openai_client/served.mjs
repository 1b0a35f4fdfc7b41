// A server with a fake model service behind it, its first user, and a key for its models.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const configuration = (url) => `models:
  default: [cloud]
  budget: {user_tokens: 400}
  providers:
    cloud: {kind: openai, url: "${url}", model: fake-1}
    idle: {kind: openai, url: "${url}", model: fake-1}
`;

async function firstLine(process, pattern) {
  for await (const line of createInterface({ input: process.stdout })) {
    const found = pattern.exec(line);
    if (found) return found[1];
  }
  throw new Error(`the program ended without a line like ${pattern}`);
}

export async function serve(stint, modelServers) {
  const folder = await mkdtemp(join(tmpdir(), "stint-openai-"));
  const services = spawn(modelServers, [], { stdio: ["pipe", "pipe", "inherit"] });
  const [urls] = await once(createInterface({ input: services.stdout }), "line");
  const config = join(folder, "config.yaml");
  await writeFile(config, configuration(JSON.parse(urls).openai));
  const environment = { ...process.env, OPENAI_API_KEY: "test-key", NO_COLOR: "1" };
  for (const name of Object.keys(environment)) if (/^(https?|all)_proxy$/i.test(name)) delete environment[name];
  const server = spawn(
    stint,
    ["serve", "--data", join(folder, "data"), "--config", config, "--listen", "127.0.0.1:0"],
    { stdio: ["ignore", "pipe", "inherit"], env: environment },
  );
  const link = new URL(await firstLine(server, /^\s*(http\S+\/setup\?token=\S+)/));
  let session = {};
  const send = async (path, body) => {
    const answer = await fetch(new URL(path, link), {
      method: "POST",
      headers: { "Content-Type": "application/json", ...session },
      body: JSON.stringify(body),
    });
    const document = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(document)}`);
    const cookie = answer.headers.get("set-cookie");
    if (cookie) session = { Cookie: cookie.split(";")[0], "X-CSRF-Token": document.csrf };
    return document;
  };
  await send("/api/v1/setup", { token: link.searchParams.get("token"), name: "root", password: "a good long password" });
  const key = async (...scopes) => (await send("/api/v1/keys", { name: "client", scopes })).key;
  const end = async () => {
    server.kill("SIGTERM");
    const [status] = await once(server, "exit");
    services.stdin.end();
    await rm(folder, { recursive: true });
    if (status !== 0) throw new Error(`the server ended with ${status}`);
  };
  return { baseURL: `${link.origin}/v1`, key, end };
}
