import { expect, test } from "vitest";
import { linked } from "./linked";

const fact = (name: string, value: number, unit: string, issues: string[] = ["A-1"]) => ({ name, value, unit, issues });
const said = (message: string, facts: ReturnType<typeof fact>[]) => linked(message, facts).filter((p) => p.fact || p.key).map((p) => `${p.text}=${p.fact ?? p.key}`);

test("the pieces are the message", () => {
  const message = "In 90 days, 20 bugs in DESK (74\u00a0%), 5 in 3.1.0. Begin with DESK-39.";
  const pieces = linked(message, [fact("production", 20, "bugs"), fact("escape_rate", 0.7407, "share"), fact("release_bugs", 5, "bugs")]);
  expect(pieces.map((p) => p.text).join("")).toBe(message);
  expect(pieces.filter((p) => p.fact).map((p) => [p.text, p.fact])).toEqual([["20", "production"], ["74\u00a0%", "escape_rate"], ["5", "release_bugs"]]);
  expect(pieces.filter((p) => p.key).map((p) => p.key)).toEqual(["DESK-39"]);
});

test("facts of one value go to the figures whose unit follows, each once", () => {
  expect(said("3 items came in (5 points), and 3 items grew by 5 points.", [fact("added", 5, "points"), fact("added_items", 3, "issues"), fact("grown_items", 3, "issues"), fact("grown", 5, "points")])).toEqual(["3=added_items", "5=added", "3=grown_items", "5=grown"]);
});

test("shares are not numbers, and the other way round", () => {
  expect(said("38 % of 38 items", [fact("share", 0.375, "share"), fact("items", 38, "issues")])).toEqual(["38 %=share", "38=items"]);
});

test("rounded to one decimal", () => {
  expect(said("blocked for 7.2 days", [fact("longest", 7.206643, "days")])).toEqual(["7.2=longest"]);
});

test("no links into names in quotation marks", () => {
  expect(said("The sprint “Sprint 12” took 12 points and DESK-7", [fact("added", 12, "points")])).toEqual(["12=added", "DESK-7=DESK-7"]);
});

test("no links into versions, dates, names, and facts without issues", () => {
  expect(said("release 3.1.0 of 2026-11-20, Sprint 3x, v3, and 3 weeks", [fact("three", 3, "bugs", [])])).toEqual([]);
  expect(said("release 3.1.0 of 2026-11-20, v3", [fact("a", 3, "bugs"), fact("b", 3.1, "bugs"), fact("c", 11, "bugs"), fact("d", 20, "bugs")])).toEqual([]);
});
