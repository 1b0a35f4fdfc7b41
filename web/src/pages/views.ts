import type { Component } from "svelte";
import { insightsPath } from "./today/insights";

// One row per view: its address, where its code is, and what it reads first of all. Views are loaded when they are first opened.

export interface View {
  /** Changes exactly when another view has to be built. */
  key: string;
  props: Record<string, string>;
  load: () => Promise<{ default: Component<any> }>;
  /** Its code, where that has been loaded: it can be drawn at once then, without a frame that is empty. */
  known: Component<any> | undefined;
  /** What is asked for while the view's code is still on its way. */
  first?: () => string;
}

interface Code {
  load: View["load"];
  known?: View["known"];
}

interface Row extends Code {
  pattern: RegExp;
  props: string[];
  first?: View["first"];
}

const rows: Row[] = [
  { pattern: /^\/today\/?$/, props: [], load: () => import("./Today.svelte"), first: insightsPath },
  { pattern: /^\/insights\/?$/, props: [], load: () => import("./Insights.svelte") },
  { pattern: /^\/insights\/(.+)$/, props: ["id"], load: () => import("./Insight.svelte") },
  { pattern: /^\/sprints\/?$/, props: [], load: () => import("./Sprints.svelte") },
  { pattern: /^\/sprints\/([^/]+)$/, props: ["id"], load: () => import("./Sprint.svelte") },
  { pattern: /^\/flow\/?$/, props: [], load: () => import("./Flow.svelte") },
  { pattern: /^\/forecast\/?$/, props: [], load: () => import("./Forecast.svelte") },
  { pattern: /^\/quality\/?$/, props: [], load: () => import("./Quality.svelte") },
  { pattern: /^\/people\/?$/, props: [], load: () => import("./People.svelte") },
  { pattern: /^\/issues\/?$/, props: [], load: () => import("./Issues.svelte") },
  { pattern: /^\/issues\/([^/]+)$/, props: ["id"], load: () => import("./Issue.svelte") },
  { pattern: /^\/reports\/?$/, props: [], load: () => import("./Reports.svelte") },
  { pattern: /^\/api\/?$/, props: [], load: () => import("./Api.svelte") },
  { pattern: /^\/account\/?$/, props: [], load: () => import("./Account.svelte") },
  { pattern: /^\/admin\/?([a-z]*)$/, props: ["section"], load: () => import("./admin/Admin.svelte") },
];

const missing: Code = { load: () => import("./Missing.svelte") };

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const loading = (code: Code): View["load"] => () =>
  code.load().then((module) => {
    code.known = module.default;
    return module;
  });

export function viewOf(path: string): View {
  for (const row of rows) {
    const match = row.pattern.exec(path);
    if (match) {
      const values = Object.fromEntries(row.props.map((name, at) => [name, decoded(match[at + 1] ?? "")]));
      return { key: path, props: values, load: loading(row), known: row.known, first: row.first };
    }
  }
  return { key: "missing", props: { path }, load: loading(missing), known: missing.known };
}
