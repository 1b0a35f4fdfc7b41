// mock.mjs FOLDER [--mode open|closed|setup] [--port N] [--dist FOLDER]: a stand-in for “stint serve” while the page is
// worked on. It answers from FOLDER (see capture.mjs), keeps reactions and users in memory, and sends the same policy
// headers as the server. Sign in as ada (admin), max (member) or vera (viewer), all with the password “correct horse”.
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { answers } from "./answers.mjs";

const args = process.argv.slice(2);
const option = (name, otherwise) => (args.includes(name) ? args[args.indexOf(name) + 1] : otherwise);
const folder = args[0];
const mode = option("--mode", "closed");
const dist = option("--dist", fileURLToPath(new URL("../dist", import.meta.url)));
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json" };
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const streams = new Set();
const tell = (event, data) => {
  for (const stream of streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
};
const api = answers(folder, mode, tell);

function file(response, path) {
  response.writeHead(200, { "Content-Type": types[extname(path)] ?? "application/octet-stream", "Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff" });
  createReadStream(path).pipe(response);
}

const server = createServer(async (request, response) => {
  const address = new URL(request.url, "http://localhost");
  if (address.pathname === "/api/v1/events") {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
    response.write(": hello\n\n");
    streams.add(response);
    request.on("close", () => streams.delete(response));
    return;
  }
  if (address.pathname.startsWith("/api/")) {
    let text = "";
    for await (const part of request) text += part;
    const answer = api(request, address, text ? JSON.parse(text) : {});
    const body = typeof answer.body === "string" ? answer.body : answer.body === undefined ? "" : JSON.stringify(answer.body);
    response.writeHead(answer.status ?? 200, { "Content-Type": "application/json", "Cache-Control": "no-cache", ...answer.headers });
    response.end(body);
    return;
  }
  const path = normalize(join(dist, address.pathname));
  if (path.startsWith(dist) && existsSync(path) && statSync(path).isFile()) return file(response, path);
  if (address.pathname.startsWith("/assets/")) {
    response.writeHead(404).end();
    return;
  }
  file(response, join(dist, "index.html"));
});
server.listen(Number(option("--port", "0")), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}/`);
  if (mode === "setup") console.log(`http://127.0.0.1:${server.address().port}/setup?token=once`);
});
