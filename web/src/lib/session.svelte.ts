import { Failure, read, send, useToken } from "../api/client";
import type { Session } from "../api/types";
import { live } from "./live.svelte";
import { forget } from "./resource.svelte";

class Sessions {
  now = $state.raw<Session | undefined>(undefined);
  failure = $state.raw<Failure | undefined>(undefined);

  get signInNeeded(): boolean {
    return this.now !== undefined && this.now.mode === "closed" && this.now.user === null;
  }

  /** Whether somebody is there who may read. */
  get ready(): boolean {
    return this.now !== undefined && this.now.mode !== "setup" && !this.signInNeeded;
  }

  private take(session: Session): void {
    const other = this.now?.user?.name !== session.user?.name;
    useToken(session.csrf);
    this.now = session;
    this.failure = undefined;
    if (other) forget();
  }

  async load(): Promise<void> {
    try {
      this.take(await read<Session>("/session"));
    } catch (problem) {
      this.failure = problem instanceof Failure ? problem : new Failure(0, "", String(problem));
    }
  }

  async signIn(name: string, password: string): Promise<void> {
    this.take(await send<Session>("POST", "/session", { name, password }));
    live.refresh();
  }

  async setUp(token: string, name: string, password: string, display_name: string): Promise<void> {
    this.take(await send<Session>("POST", "/setup", { token, name, password, display_name }));
    live.refresh();
  }

  async signOut(): Promise<void> {
    await send("DELETE", "/session");
    forget();
    await this.load();
  }
}

export const sessions = new Sessions();
