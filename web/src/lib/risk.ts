import type { SprintRisk } from "../api/types";
import { amount, number, share } from "./format";
import { reasonName } from "./words";

/** How a running sprint will probably end, in a sentence or two. */
export function riskWords(risk: SprintRisk): { text: string; alerting: boolean } {
  const expected = risk.expected_difference;
  if (risk.undefined || expected === null) return { text: risk.undefined ? `No expectation: ${reasonName(risk.undefined)}` : "No expectation yet.", alerting: false };
  const size = Math.abs(expected);
  const chance = risk.chance_of_shortfall;
  const small = risk.taken_on !== null && size < 0.02 * risk.taken_on;
  const text = small
    ? "On course to complete what was taken on."
    : expected < 0
      ? `Expected to fall short by ${amount(Math.round(size), risk.unit)} of ${number(risk.taken_on)}.`
      : `Expected to complete ${amount(Math.round(size), risk.unit)} more than was taken on.`;
  return { text: chance === null ? text : `${text} Chance of falling short: ${share(chance)}.`, alerting: expected < 0 && !small && (chance ?? 1) >= 0.5 };
}

/** How far such expectations were off, on the team's own earlier sprints. */
export function riskRecord(risk: SprintRisk): string {
  if (risk.mean_absolute_error === null || risk.n === 0) return "";
  return `On ${risk.n} earlier sprints, such expectations were off by ${amount(risk.mean_absolute_error, risk.unit)} on average.`;
}
