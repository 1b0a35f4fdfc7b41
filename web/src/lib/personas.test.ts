import { expect, test } from "vitest";
import type { Insight } from "../api/types";
import { arrange, personas } from "./personas";

const make = (id: string, topic: string, severity: Insight["severity"]) => ({ id, topic, severity }) as Insight;

test("every persona sees every error, the most severe first, and loses nothing", () => {
  const all = [make("a", "knowledge_silo", "error"), make("b", "velocity", "warning"), make("c", "hygiene.blocked", "warning"), make("d", "flow", "info"), make("e", "scope_creep", "info")];
  for (const persona of personas) {
    const { first, rest } = arrange(all, persona);
    expect(first[0]?.id).toBe("a");
    expect([...first, ...rest].map((i) => i.id).sort()).toEqual(["a", "b", "c", "d", "e"]);
  }
});

test("personas differ in order", () => {
  const all = [make("b", "velocity", "warning"), make("c", "hygiene.blocked", "warning")];
  const order = (id: string) => arrange(all, personas.find((p) => p.id === id)!).first.map((i) => i.id).join("");
  expect(order("scrum-master")).toBe("cb");
  expect(order("lead")[0]).toBe("b");
});
