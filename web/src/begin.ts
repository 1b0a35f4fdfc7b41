import { ahead } from "./lib/resource.svelte";
import { place } from "./lib/router.svelte";
import { sessions } from "./lib/session.svelte";
import { viewOf } from "./pages/views";

/** How long the first view may wait for its figures before it is drawn without them, in milliseconds. */
const patience = 400;

/**
 * Asks for what the first view needs, all of it side by side, so that it can be drawn once and whole: who is there, the
 * view's code, and what it reads first.
 */
export async function begin(): Promise<void> {
  if (place.path === "/") place.go("/today", true);
  const view = viewOf(place.path);
  const code = view.load().catch(() => {});
  await sessions.load();
  if (!sessions.ready || place.path === "/setup") return;
  const reads = ["/status", "/projects", ...(view.first ? [view.first()] : [])].map(ahead);
  await Promise.race([Promise.all([code, ...reads]), new Promise((done) => setTimeout(done, patience))]);
}
