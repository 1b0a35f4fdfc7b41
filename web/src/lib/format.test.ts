import { expect, test } from "vitest";
import { ago, amount, day, instant, nearDay, number, setZone, share, signed, span, weekday } from "./format";

test("numbers", () => {
  expect(number(1234.56)).toBe("1\u202f234.6");
  expect(number(null)).toBe("–");
  expect(number(0)).toBe("0");
  expect(number(-0.04)).toBe("0");
  expect(number(-1234567)).toBe("−1\u202f234\u202f567");
  expect(share(0.7407)).toBe("74\u202f%");
  expect(signed(-2)).toBe("−2");
  expect(amount(1, "issues")).toBe("1 issue");
  expect(amount(null, "issues")).toBe("–");
});

// Intl knows how numbers are rounded and grouped; what lies just between two is left out, for it looks at the decimal.
test("numbers are those of Intl", () => {
  const theirs = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1, useGrouping: true });
  for (let n = 0; n < 5000; n += 1) {
    const value = ((n * 2654435761) % 4294967296) / 20 ** (n % 7);
    for (const each of [value, -value, Math.round(value)]) {
      if (!/\.\d5$/.test(String(each))) expect(number(each)).toBe(theirs.format(each).replaceAll(",", "\u202f").replace("-", "−").replace(/^−0$/, "0"));
    }
  }
});

test("days are days of the team, and a date without a time is itself everywhere", () => {
  setZone("Pacific/Auckland");
  expect(day("2026-11-20T17:00:00+00:00")).toBe("21 Nov 2026");
  expect(day("2026-11-20")).toBe("20 Nov 2026");
  expect(instant("2026-11-20T17:05:00+00:00")).toBe("21 Nov 2026, 06:05");
  expect(weekday("2026-11-20T17:05:00+00:00")).toBe("Sat 21 Nov");
  setZone("UTC");
  expect(instant("2026-11-20T17:05:00+00:00")).toBe("20 Nov 2026, 17:05");
  expect(instant("2026-11-20T00:05:00+00:00")).toBe("20 Nov 2026, 00:05");
  expect(nearDay("2026-01-20", Date.parse("2026-11-20T17:05:00Z"))).toBe("20 Jan");
  expect(nearDay("2025-12-20", Date.parse("2026-11-20T17:05:00Z"))).toBe("20 Dec 2025");
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
  setZone("America/Los_Angeles");
  expect(span("2026-11-01T00:00:00Z", "2026-11-14T20:00:00Z")).toBe("31 Oct – 14 Nov 2026");
  expect(span(null, null)).toBe("no dates");
});

test("how long ago", () => {
  const now = Date.parse("2026-11-20T17:00:00Z");
  expect(ago("2026-11-20T16:53:00Z", now)).toBe("7 minutes ago");
  expect(ago("2026-11-19T16:00:00Z", now)).toBe("yesterday");
  expect(ago("2026-11-20T16:59:57Z", now)).toBe("just now");
  expect(ago("2026-11-20T15:59:57Z", now)).toBe("1 hour ago");
  expect(ago("2025-09-20T15:59:57Z", now)).toBe("1 year ago");
  expect(ago("2026-11-20T17:10:00Z", now)).toBe("in 10 minutes");
  expect(ago(null, now)).toBe("never");
});
