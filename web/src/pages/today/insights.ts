import { address } from "../../api/client";
import { place } from "../../lib/router.svelte";

/** The most that the first view reads; the worst come first. */
const most = 200;

/** Where the cards of the first view come from. */
export const insightsPath = () => address("/insights", { project: place.project, limit: most });
