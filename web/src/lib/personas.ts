import type { Insight } from "../api/types";

// Who looks decides the order and the selection of cards, never what they say. Errors are shown to everybody.

export interface Persona {
  id: string;
  name: string;
  /** Topics in order of interest; what is not listed waits behind "more". */
  topics: string[];
  /** Panels beside the cards, in order. */
  panels: ("sprint" | "hygiene" | "forecast" | "ageing" | "velocity" | "defects")[];
}

export const personas: Persona[] = [
  {
    id: "scrum-master",
    name: "Scrum master",
    topics: ["scope_creep", "hygiene.blocked", "hygiene.stale", "flow.ageing", "missed_target", "hygiene.unestimated", "velocity", "hygiene.score", "burnout_risk", "flow.trend"],
    panels: ["sprint", "hygiene", "ageing"],
  },
  {
    id: "product-owner",
    name: "Product owner",
    topics: ["scope_creep", "missed_target", "hygiene.unestimated", "defect_leakage", "velocity", "flow.trend", "hygiene.blocked"],
    panels: ["sprint", "forecast", "velocity"],
  },
  {
    id: "developer",
    name: "Developer",
    topics: ["hygiene.blocked", "hygiene.stale", "flow.ageing", "hygiene.unestimated", "scope_creep", "defect_leakage", "flow"],
    panels: ["ageing", "sprint", "hygiene"],
  },
  {
    id: "lead",
    name: "Lead",
    topics: ["velocity", "flow.trend", "defect_leakage", "missed_target", "knowledge_silo", "flow", "burnout_risk", "flow.ageing", "scope_creep"],
    panels: ["velocity", "defects", "sprint", "hygiene"],
  },
];

export const personaOf = (id: string | null): Persona => personas.find((persona) => persona.id === id) ?? personas[0]!;

const weight = { error: 0, warning: 1, info: 2 } as const;

/** Cards for `persona`, the most severe first, then by interest, then as the server ranked them; and the rest. */
export function arrange(insights: Insight[], persona: Persona): { first: Insight[]; rest: Insight[] } {
  const interest = (insight: Insight) => {
    const at = persona.topics.indexOf(insight.topic);
    return at < 0 ? persona.topics.length : at;
  };
  const ranked = insights
    .map((insight, at) => ({ insight, at }))
    .sort((a, b) => weight[a.insight.severity] - weight[b.insight.severity] || interest(a.insight) - interest(b.insight) || a.at - b.at)
    .map(({ insight }) => insight);
  const chosen = ranked.filter((i) => i.severity === "error" || (i.severity === "warning" && persona.topics.includes(i.topic)));
  const filled = chosen.length >= 3 ? chosen : [...chosen, ...ranked.filter((i) => !chosen.includes(i) && persona.topics.includes(i.topic)).slice(0, 3 - chosen.length)];
  const first = filled.slice(0, 8);
  return { first, rest: ranked.filter((insight) => !first.includes(insight)) };
}
