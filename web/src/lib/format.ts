// Figures and dates as the page writes them: shares in whole percent, everything else to one decimal at most.

const thin = "\u202f";
let zone: string | undefined;

/** The team's time zone: all dates of the page are in it. */
export function setZone(name: string): void {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: name });
    zone = name;
  } catch {
    zone = undefined;
  }
}

const decimal = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1, useGrouping: true });

export function number(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : decimal.format(value).replaceAll(",", thin);
}

export function share(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : `${Math.round(value * 100)}${thin}%`;
}

const singular: Record<string, string> = { issues: "issue", points: "point", hours: "hour", days: "day", bugs: "bug", weeks: "week", people: "person", sprints: "sprint", signals: "signal", contributions: "contribution", items: "item" };

export function unit(name: string, count: number | null | undefined): string {
  return count === 1 ? (singular[name] ?? name) : name;
}

/** `text` with each percent sign kept on the line of its number. */
export const tied = (text: string) => text.replace(/(\d) %/g, "$1\u00a0%");

/** `3 points`, `1 issue`, `–`. */
export function amount(value: number | null | undefined, name: string): string {
  return value === null || value === undefined ? "–" : `${number(value)} ${unit(name, value)}`;
}

/** `+3`, `−2`, `0`. */
export function signed(value: number): string {
  return value > 0 ? `+${number(value)}` : value < 0 ? `−${number(-value)}` : "0";
}

function parse(text: string): Date {
  return new Date(text.length === 10 ? `${text}T12:00:00Z` : text);
}

function shown(text: string | null | undefined, options: Intl.DateTimeFormatOptions): string {
  if (!text) return "–";
  const date = parse(text);
  if (Number.isNaN(date.getTime())) return text;
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: text.length === 10 ? "UTC" : zone }).format(date);
}

export const day = (text: string | null | undefined) => shown(text, { day: "numeric", month: "short", year: "numeric" });
export const shortDay = (text: string | null | undefined) => shown(text, { day: "numeric", month: "short" });
export const weekday = (text: string | null | undefined) => shown(text, { weekday: "short", day: "numeric", month: "short" });
export const instant = (text: string | null | undefined) => shown(text, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

/** `11 – 25 Nov 2026`. */
export function span(from: string | null | undefined, to: string | null | undefined): string {
  if (!from && !to) return "no dates";
  if (!from || !to) return from ? `from ${day(from)}` : `until ${day(to)}`;
  const first = from.slice(0, 4) === to.slice(0, 4) ? (from.slice(0, 7) === to.slice(0, 7) ? shown(from, { day: "numeric" }) : shortDay(from)) : day(from);
  return `${first} – ${day(to)}`;
}

/** How long ago, in the largest unit that fits: `5 minutes ago`. */
export function ago(text: string | null | undefined, now = Date.now()): string {
  if (!text) return "never";
  const seconds = Math.round((parse(text).getTime() - now) / 1000);
  const steps: [Intl.RelativeTimeFormatUnit, number][] = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  for (const [name, size] of steps) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), name);
  }
  return Math.abs(seconds) < 5 ? "just now" : words.format(seconds, "second");
}

const sizes = ["bytes", "kB", "MB", "GB"];
export function bytes(value: number): string {
  let at = 0;
  while (value >= 1000 && at < sizes.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${number(value)} ${sizes[at]}`;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}
