import { Failure, address, read } from "../api/client";
import type { IssueList, IssueRow } from "../api/types";
import { live } from "./live.svelte";

export const size = 100;

/** A long list of issues, read in pieces as they come into view. */
export class IssuePages {
  total = $state<number | undefined>(undefined);
  facets = $state.raw<IssueList["facets"]>({ status: [], type: [], category: [] });
  failure = $state.raw<Failure | undefined>(undefined);
  private pieces = $state.raw<Record<number, IssueRow[]>>({});
  private asked = new Set<number>();
  private stop = new AbortController();
  private query: Record<string, string> | null = null;
  private key = "";

  /** `query` gives the filters, or `null` while they are not known yet. */
  constructor(query: () => Record<string, string> | null) {
    $effect(() => {
      const wanted = query();
      void live.revision;
      const key = JSON.stringify(wanted);
      this.stop.abort();
      this.stop = new AbortController();
      this.asked = new Set();
      if (key !== this.key) {
        this.pieces = {};
        this.total = undefined;
      }
      this.key = key;
      this.query = wanted;
      if (wanted) void this.load(0);
    });
  }

  row(at: number): IssueRow | undefined {
    return this.pieces[Math.floor(at / size)]?.[at % size];
  }

  /** Makes sure that the rows from `first` to `last` are read or on their way. */
  need(first: number, last: number): void {
    if (this.total === undefined) return;
    for (let piece = Math.floor(first / size); piece <= Math.floor(last / size) && piece * size < this.total; piece += 1) void this.load(piece);
  }

  again(): void {
    this.asked = new Set();
    this.failure = undefined;
    void this.load(0);
  }

  private async load(piece: number): Promise<void> {
    if (this.asked.has(piece) || !this.query) return;
    this.asked.add(piece);
    const signal = this.stop.signal;
    try {
      const answer = await read<IssueList>(address("/issues", { ...this.query, limit: size, offset: piece * size }), signal);
      if (signal.aborted) return;
      this.pieces = { ...this.pieces, [piece]: answer.issues };
      this.total = answer.total;
      this.facets = answer.facets;
      this.failure = undefined;
    } catch (problem) {
      if (signal.aborted) return;
      this.asked.delete(piece);
      this.failure = problem instanceof Failure ? problem : new Failure(0, "", String(problem));
    }
  }
}
