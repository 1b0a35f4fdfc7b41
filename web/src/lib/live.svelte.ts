import type { Job } from "../api/types";

// What the server says on its own: new insights, jobs, new figures. Views read `revision` and ask again when it
// counts up. A lost connection is tried again after 1, 2, 4 … 30 seconds.

class Live {
  revision = $state(0);
  connected = $state(true);
  /** One polite sentence for readers of the screen. */
  note = $state("");
  jobs = $state.raw<Record<string, Job>>({});

  private source: EventSource | null = null;
  private wait = 1000;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private dropped = false;
  private asleep = false;
  private ended: () => void = () => {};

  /** `reconnected` is called after a lost connection is there again: the session may have ended meanwhile. */
  start(reconnected: () => void): void {
    this.ended = reconnected;
    if (this.source || this.timer || this.asleep) return;
    if (document.hidden) this.asleep = true;
    else this.open();
    addEventListener("online", this.retry);
    addEventListener("offline", this.lost);
    document.addEventListener("visibilitychange", this.look);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.source?.close();
    this.source = null;
    removeEventListener("online", this.retry);
    removeEventListener("offline", this.lost);
    document.removeEventListener("visibilitychange", this.look);
  }

  // A browser keeps few connections to one host, for all its tabs together: those that nobody looks at give theirs back.
  private look = (): void => {
    if (document.hidden) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.source?.close();
      this.source = null;
      this.asleep = true;
    } else if (this.asleep) {
      this.asleep = false;
      this.refresh();
      this.open();
    }
  };

  refresh(note = ""): void {
    this.revision += 1;
    if (note) this.note = note;
  }

  retry = (): void => {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.source?.close();
    this.open();
  };

  private lost = (): void => {
    this.connected = false;
    this.dropped = true;
  };

  private open(): void {
    const source = new EventSource("/api/v1/events");
    this.source = source;
    source.onopen = () => {
      this.wait = 1000;
      this.connected = true;
      if (this.dropped) {
        this.dropped = false;
        this.ended();
        this.refresh("Connected again. The page is up to date.");
      }
    };
    source.onerror = () => {
      source.close();
      this.source = null;
      this.lost();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.open();
      }, this.wait * (0.8 + Math.random() * 0.4));
      this.wait = Math.min(this.wait * 2, 30000);
    };
    source.addEventListener("insights", (event) => {
      const { new: fresh = 0 } = parse(event);
      this.refresh(Number(fresh) > 0 ? `Insights are up to date: ${fresh} new.` : "Insights are up to date.");
    });
    source.addEventListener("data", () => this.refresh("Figures are up to date."));
    source.addEventListener("job", (event) => {
      const data = parse(event);
      const job = (data.job ?? data) as Job;
      if (job.id !== undefined) this.jobs = { ...this.jobs, [String(job.id)]: job };
    });
  }
}

function parse(event: MessageEvent): Record<string, unknown> {
  try {
    return JSON.parse(event.data);
  } catch {
    return {};
  }
}

export const live = new Live();
