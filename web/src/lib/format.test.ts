import { expect, test } from "vitest";
import { ago, amount, day, number, setZone, share, signed, span } from "./format";

test("numbers", () => {
  expect(number(1234.56)).toBe("1\u202f234.6");
  expect(number(null)).toBe("–");
  expect(number(0)).toBe("0");
  expect(share(0.7407)).toBe("74\u202f%");
  expect(signed(-2)).toBe("−2");
  expect(amount(1, "issues")).toBe("1 issue");
  expect(amount(null, "issues")).toBe("–");
});

test("days are days of the team, and a date without a time is itself everywhere", () => {
  setZone("Pacific/Auckland");
  expect(day("2026-11-20T17:00:00+00:00")).toBe("21 Nov 2026");
  expect(day("2026-11-20")).toBe("20 Nov 2026");
  setZone("America/Los_Angeles");
  expect(day("2026-11-20")).toBe("20 Nov 2026");
  setZone("nowhere/at all");
  expect(day("2026-11-20")).toBe("20 Nov 2026");
  expect(day("garbage")).toBe("garbage");
});

test("spans", () => {
  expect(span("2026-11-11", "2026-11-25")).toBe("11 – 25 Nov 2026");
  expect(span("2026-10-28", "2026-11-11")).toBe("28 Oct – 11 Nov 2026");
  expect(span("2025-12-28", "2026-01-11")).toBe("28 Dec 2025 – 11 Jan 2026");
  expect(span(null, null)).toBe("no dates");
});

test("how long ago", () => {
  const now = Date.parse("2026-11-20T17:00:00Z");
  expect(ago("2026-11-20T16:53:00Z", now)).toBe("7 minutes ago");
  expect(ago("2026-11-19T16:00:00Z", now)).toBe("yesterday");
  expect(ago(null, now)).toBe("never");
});
