import { Failure, read } from "../api/client";
import { live } from "./live.svelte";

// What was read last stays on screen while it is asked for again, so that nothing jumps; going back to a view shows
// it at once.

const recent = new Map<string, unknown>();
const most = 60;

function remember(path: string, value: unknown): void {
  recent.delete(path);
  recent.set(path, value);
  if (recent.size > most) recent.delete(recent.keys().next().value!);
}

/** Forgets everything that was read: after signing in or out. */
export function forget(): void {
  recent.clear();
}

export class Resource<T> {
  value = $state.raw<T | undefined>(undefined);
  failure = $state.raw<Failure | undefined>(undefined);
  loading = $state(true);
  private turn = $state(0);

  constructor(path: () => string | null) {
    let shown: string | null = null;
    $effect(() => {
      const wanted = path();
      void live.revision;
      void this.turn;
      if (wanted === null) {
        this.value = undefined;
        this.failure = undefined;
        this.loading = false;
        shown = null;
        return;
      }
      if (wanted !== shown) {
        this.value = recent.get(wanted) as T | undefined;
        this.failure = undefined;
        shown = wanted;
      }
      this.loading = true;
      const stop = new AbortController();
      read<T>(wanted, stop.signal).then(
        (value) => {
          if (stop.signal.aborted) return;
          remember(wanted, value);
          this.value = value;
          this.failure = undefined;
          this.loading = false;
        },
        (problem) => {
          if (stop.signal.aborted) return;
          this.failure = problem instanceof Failure ? problem : new Failure(0, "", String(problem));
          this.loading = false;
        },
      );
      return () => stop.abort();
    });
  }

  again(): void {
    this.turn += 1;
  }
}

/** Reads `path()` now, whenever it changes, and whenever the server has something new. To be called in a component. */
export function resource<T>(path: () => string | null): Resource<T> {
  return new Resource<T>(path);
}
