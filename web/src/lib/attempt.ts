import { Failure } from "../api/client";

/** Does `work` and gives what went wrong, if anything did. */
export async function attempt(work: () => Promise<unknown>): Promise<Failure | undefined> {
  try {
    await work();
    return undefined;
  } catch (problem) {
    return problem instanceof Failure ? problem : new Failure(0, "", String(problem));
  }
}
