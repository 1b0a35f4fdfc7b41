import type { Fact, Insight } from "../api/types";
import { amount, day, number, share } from "./format";

// The page's own words for names of the API.

const kinds: Record<string, string> = {
  scope_creep: "Scope creep",
  missed_target: "Missed target",
  velocity: "Velocity",
  defect_leakage: "Defect leakage",
  flow: "Flow",
  "flow.ageing": "Ageing work",
  "flow.trend": "Trend",
  knowledge_silo: "Knowledge",
  burnout_risk: "Workload",
  hygiene: "Hygiene",
  "hygiene.score": "Hygiene",
  "hygiene.blocked": "Blocked work",
  "hygiene.stale": "Stale work",
  "hygiene.unestimated": "Unestimated work",
};

const checks: Record<string, string> = {
  stale: "No activity for days",
  unestimated: "Without an estimate",
  blocked: "Blocked too long",
  too_long: "In progress too long",
  unassigned: "Nobody assigned",
  open_subtasks: "Done with open sub-tasks",
  no_start: "Done without a start",
  no_criteria: "No acceptance criteria",
  no_goal: "Sprint without a goal",
};

const reasons: Record<string, string> = {
  no_history: "came without history",
  epic: "epics",
  subtask: "sub-tasks",
  no_component: "without a component",
  wont_do: "closed as won’t do",
  negative_estimate: "with a negative estimate",
  no_start: "without a start",
  zero_elapsed: "started and done at once",
  not_on_board: "in no column of the board",
  too_few_active_days: "Items were finished on too few days to say.",
  no_whole_day: "There is no whole day to look at yet.",
  not_estimated: "Too few items are estimated.",
  nothing_to_do: "Nothing is open.",
  no_planned_end: "The sprint has no planned end.",
  nothing_to_compare: "There are no earlier sprints to compare with.",
  no_earlier_forecast: "There is no earlier forecast to check.",
  beyond_ten_years: "more than ten years away",
  too_few_people: "The group is too small to show without showing persons.",
  too_few_contributions: "too few contributions to judge",
  short_baseline: "too short a past to compare with",
  few_contributions: "too few contributions",
  not_enabled: "not turned on",
  nothing_finished: "nothing was finished",
};

const plain = (name: string) => {
  const text = name.replaceAll("_", " ").replaceAll(".", ", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
};

export const kindName = (insight: Pick<Insight, "kind" | "topic">) => kinds[insight.topic] ?? kinds[insight.kind] ?? plain(insight.kind);
export const checkName = (check: string) => checks[check] ?? plain(check);
export const reasonName = (reason: string) => reasons[reason] ?? plain(reason).toLowerCase();
export const plainName = plain;
export const severityName = { error: "Error", warning: "Warning", info: "Info" } as const;
export const categoryName: Record<string, string> = { new: "To do", indeterminate: "In progress", done: "Done" };

const facts: Record<string, string> = {
  committed: "Committed at the start",
  came_on_top: "Came on top",
  re_estimated_up: "Re-estimated upwards",
  escape_rate: "Found in production, of all classified",
  production: "Found in production",
  pre_release: "Found before a release",
  classified: "Bugs that say where they were found",
  unclassified: "Bugs that do not say",
  escape_rate_low: "The true share is at least",
  escape_rate_high: "The true share is at most",
  leakage: "Done items with a bug afterwards, of all",
  reopen_rate: "Done items that were reopened",
  release_bugs: "Bugs of that release",
  done_items: "Items done",
  leaked_items: "Done items with a bug afterwards",
  cycle_p85: "85 of 100 items take at most",
  median_cycle: "A typical item takes",
  next_p15: "Next sprint, cautious",
  next_p50: "Next sprint, typical",
  next_p85: "Next sprint, optimistic",
  over_items: "Older than usual",
  column_p85: "85 of 100 leave the column by",
  column_p95: "95 of 100 leave the column by",
  usual_scope_creep: "Usual scope creep",
  usual_missed_target: "Usually missed",
  absence_factor: "People who give half",
  top_share: "Share of the first person",
  window: "Looking back",
  re_estimated_items: "Items re-estimated upwards",
  added_items: "Items that came in",
  added: "Came in",
  removed: "Taken out",
  grown_items: "Items that grew",
  stories_grown_share: "Items that grew, of the committed",
  small_to_large: "Small items that became large",
};

export function factName(name: string): string {
  if (facts[name]) return facts[name];
  if (name.startsWith("cause_")) return `Cause: ${name.slice(6).replaceAll("_", " ")}`;
  if (checks[name]) return checks[name];
  return plain(name);
}

export function factValue(fact: Fact): string {
  if (typeof fact.value === "string") return fact.unit === "date" ? day(fact.value) : fact.value;
  if (fact.unit === "share") return share(fact.value);
  if (fact.unit === "score" || fact.unit === "deviations" || fact.unit === "text") return number(fact.value);
  return amount(fact.value, fact.unit);
}

/** Facts that only identify what the insight is about. */
export const identifying = new Set(["board", "project", "sprint", "sprint_id", "state", "unit", "full_score", "area"]);

export const factOf = (insight: Insight, name: string) => insight.facts.find((fact) => fact.name === name)?.value;
