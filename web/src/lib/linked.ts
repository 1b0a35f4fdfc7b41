import type { Fact } from "../api/types";

export interface Piece {
  text: string;
  /** The fact whose issues stand behind this figure. */
  fact?: string;
  /** The issue that this is the key of. */
  key?: string;
}

const token = /([A-Z][A-Z0-9_]*-\d+)|(\d+(?:[.,]\d+)?)(?:[\s\u00a0\u202f]?(%))?/gu;

/** The ways in which a narrator may have written a fact's value. */
function written(fact: Fact): string {
  const value = Number(fact.value);
  if (fact.unit === "share") return `${Math.round(value * 100)}%`;
  return String(Math.round(value * 10) / 10);
}

/**
 * `message` in pieces: issue keys, figures that issues stand behind, and the text between. A figure belongs to the
 * first fact of its value that has issues, was not taken before, and whose unit follows; then to one whose unit does
 * not. What fits no fact stays text.
 */
export function linked(message: string, facts: Fact[]): Piece[] {
  const open = facts.filter((fact) => fact.issues && fact.issues.length > 0 && typeof fact.value === "number");
  const taken = new Set<string>();
  const pieces: Piece[] = [];
  let from = 0;
  // What stands in quotation marks is a name.
  const names = [...message.matchAll(/“[^”]*”/g)].map((name) => [name.index, name.index + name[0].length] as const);
  const text = (to: number) => {
    if (to > from) pieces.push({ text: message.slice(from, to) });
  };
  for (const match of message.matchAll(token)) {
    const [all, key, digits, percent] = match;
    const start = match.index;
    if (key) {
      text(start);
      pieces.push({ text: key, key });
      from = start + all.length;
      continue;
    }
    const before = message[start - 1] ?? " ";
    const after = message.slice(start + all.length);
    // Part of a name, a version or a date, not a figure.
    if (names.some(([begin, end]) => begin < start && start < end)) continue;
    if (/[\w.-]/u.test(before) || /^[.-]?\w/u.test(after)) continue;
    const value = percent ? `${digits}%` : digits!.replace(",", ".");
    const fitting = open.filter((fact) => written(fact) === value);
    const unit = after.trimStart().toLowerCase();
    const near = (fact: Fact) => Number(!taken.has(fact.name)) * 2 + Number(unit.startsWith(fact.unit.slice(0, -1)) || (fact.unit === "issues" && unit.startsWith("item")));
    const best = fitting.sort((a, b) => near(b) - near(a))[0];
    if (!best) continue;
    taken.add(best.name);
    text(start);
    pieces.push({ text: percent ? all : digits!, fact: best.name });
    from = start + (percent ? all.length : digits!.length);
  }
  text(message.length);
  return pieces;
}
