import { untrack } from "svelte";
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

// What was asked for before the view that wants it was there.
const early = new Map<string, Promise<unknown>>();

/** Asks for `path` now; the first resource that wants it takes the answer. Ends when the answer is there, whatever it is. */
export function ahead(path: string): Promise<void> {
  const answer = read(path);
  early.set(path, answer);
  return answer.then(
    (value) => remember(path, value),
    () => {}, // told by who takes it
  );
}

/** Forgets everything that was read: after signing in or out. */
export function forget(): void {
  recent.clear();
  early.clear();
}

export class Resource<T> {
  value = $state.raw<T | undefined>(undefined);
  failure = $state.raw<Failure | undefined>(undefined);
  loading = $state(true);
  private turn = $state(0);

  constructor(path: () => string | null) {
    // What is known already is there when the view is drawn first.
    let shown = untrack(path);
    if (shown !== null) this.value = recent.get(shown) as T | undefined;
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
      const begun = early.get(wanted) as Promise<T> | undefined;
      early.delete(wanted);
      (begun ?? read<T>(wanted, stop.signal)).then(
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
