// Figures and dates as the page writes them: shares in whole percent, everything else to one decimal at most. Written by
// hand rather than with Intl, whose first use takes longer than all else that a first view does; it is asked for the
// time in a zone only.

const thin = "\u202f";

/** A number to one decimal at most, its thousands apart. */
export function number(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) return String(value);
  const [whole = "", part] = Math.abs(value).toFixed(1).split(".");
  const size = whole.replace(/\B(?=(\d{3})+$)/g, thin) + (part === "0" ? "" : `.${part}`);
  return value < 0 && size !== "0" ? `−${size}` : size;
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

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
// The clock of the team's zone, made when it is first looked at; none where that is UTC.
let zone: string | undefined;
let clock: Intl.DateTimeFormat | null | undefined;

/** The team's time zone: all dates of the page are in it. */
export function setZone(name: string): void {
  if (zone !== name) clock = undefined;
  zone = name;
}

function clockOf(name: string | undefined): Intl.DateTimeFormat | null {
  if (name === "UTC") return null;
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  try {
    return new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: name });
  } catch {
    return new Intl.DateTimeFormat("en-GB", parts);
  }
}

interface Moment {
  year: number;
  /** From 0. */
  month: number;
  day: number;
  /** `17:05`. */
  time: string;
}

/** What the calendar and the clock of the team show; a day without a time is itself everywhere. */
function moment(text: string): Moment | null {
  if (text.length === 10) {
    const [year = NaN, month = NaN, date = NaN] = text.split("-").map(Number);
    return Number.isNaN(year + month + date) ? null : { year, month: month - 1, day: date, time: "" };
  }
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return null;
  clock ??= clock === null ? null : clockOf(zone);
  if (clock === null) return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate(), time: date.toISOString().slice(11, 16) };
  const [, day, month, year, time] = /^(\d+)\/(\d+)\/(\d+),? (\d+:\d+)/.exec(clock.format(date)) ?? [];
  return { year: Number(year), month: Number(month) - 1, day: Number(day), time: time ?? "" };
}

function shown(text: string | null | undefined, write: (at: Moment) => string): string {
  if (!text) return "–";
  const at = moment(text);
  return at ? write(at) : text;
}

const dayMonth = (at: Moment) => `${at.day} ${months[at.month]}`;
const whole = (at: Moment) => `${dayMonth(at)} ${at.year}`;

/** `20 Nov 2026`. */
export const day = (text: string | null | undefined) => shown(text, whole);
/** `20 Nov`. */
export const shortDay = (text: string | null | undefined) => shown(text, dayMonth);
/** `20 Nov`, with its year where that is not this one. */
export const nearDay = (text: string | null | undefined, now = Date.now()) => shown(text, (at) => (at.year === new Date(now).getUTCFullYear() ? dayMonth(at) : whole(at)));
/** `Fri 20 Nov`. */
export const weekday = (text: string | null | undefined) => shown(text, (at) => `${weekdays[new Date(Date.UTC(at.year, at.month, at.day)).getUTCDay()]} ${dayMonth(at)}`);
/** `20 Nov 2026, 17:05`. */
export const instant = (text: string | null | undefined) => shown(text, (at) => (at.time ? `${whole(at)}, ${at.time}` : whole(at)));

/** `11 – 25 Nov 2026`. */
export function span(from: string | null | undefined, to: string | null | undefined): string {
  if (!from && !to) return "no dates";
  if (!from || !to) return from ? `from ${day(from)}` : `until ${day(to)}`;
  const first = moment(from);
  const last = moment(to);
  if (!first || !last) return `${from} – ${to}`;
  const begin = first.year !== last.year ? whole(first) : first.month !== last.month ? dayMonth(first) : String(first.day);
  return `${begin} – ${whole(last)}`;
}

/** How long ago, in the largest unit that fits: `5 minutes ago`. */
export function ago(text: string | null | undefined, now = Date.now()): string {
  if (!text) return "never";
  const then = new Date(text.length === 10 ? `${text}T12:00:00Z` : text).getTime();
  if (Number.isNaN(then)) return text;
  const seconds = Math.round((now - then) / 1000);
  if (Math.abs(seconds) < 5) return "just now";
  const steps = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]] as const;
  const [name, size] = steps.find(([, each]) => Math.abs(seconds) >= each)!;
  const n = Math.trunc(Math.abs(seconds) / size);
  if (name === "day" && n === 1) return seconds > 0 ? "yesterday" : "tomorrow";
  const words = `${n} ${name}${n === 1 ? "" : "s"}`;
  return seconds > 0 ? `${words} ago` : `in ${words}`;
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
