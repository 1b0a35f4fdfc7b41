// The server under the page: “PROGRAM serve”, or the stand-in.
import { spawn } from "node:child_process";
import { join } from "node:path";

export class Server {
  constructor(program, data, mock) {
    this.program = program;
    this.data = data;
    this.mock = mock;
    this.said = "";
    this.port = 0;
  }

  /** Starts it, on the port it had before if it had one, and waits until it has printed its address. */
  async start() {
    const [command, args] = this.mock
      ? [process.execPath, [join(process.env.STINT_WEB, "dev/mock.mjs"), this.data, "--mode", this.mode ?? "setup", "--port", String(this.port)]]
      : [this.program, ["serve", "--listen", `127.0.0.1:${this.port}`, "--data", this.data]];
    this.said = "";
    this.child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.gone = new Promise((done) => this.child.once("exit", (code) => done(code)));
    await new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`no address within 60 seconds; it said: ${this.said}`)), 60000);
      const hear = (part) => {
        this.said += part;
        const found = /(https?:\/\/127\.0\.0\.1:(\d+))/.exec(this.said);
        if (!found) return;
        clearTimeout(timer);
        this.base = found[1];
        this.port = Number(found[2]);
        done();
      };
      this.child.stdout.on("data", hear);
      this.child.stderr.on("data", hear);
      void this.gone.then((code) => fail(new Error(`ended with ${code}: ${this.said}`)));
    });
    for (let tries = 0; tries < 300; tries += 1) {
      const ready = await fetch(`${this.base}/${this.mock ? "today" : "readyz"}`).catch(() => undefined);
      if (ready?.ok) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`not ready within 30 seconds; it said: ${this.said}`);
  }

  /** The one-time link that it printed at its first start. */
  async setupLink() {
    for (let tries = 0; tries < 100; tries += 1) {
      const found = /https?:\/\/\S+\/setup\?token=[\w~.-]+/.exec(this.said);
      if (found) return found[0];
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`no setup link in: ${this.said}`);
  }

  async stop(signal = "SIGTERM") {
    if (!this.child || this.child.exitCode !== null) return;
    this.child.kill(signal);
    await this.gone;
  }
}
