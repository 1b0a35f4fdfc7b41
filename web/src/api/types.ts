// What the API answers, as far as the page reads it. Instants are ISO 8601 with offset, days YYYY-MM-DD, shares
// fractions of 1; undefined figures are null. Figures, whose shape the description leaves to docs/formats.md, are
// written out here; all else is made from the description.
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Session = Schemas["Session"];
export type Role = NonNullable<Session["role"]>;
export type Status = Schemas["Status"];
export type Project = Schemas["Projects"]["projects"][number];
export type Insight = Schemas["Insight"];
export type Severity = Insight["severity"];
export type Fact = Insight["facts"][number];
export type InsightList = Schemas["Insights"];
export type InsightDay = Schemas["InsightHistory"]["days"][number];
export type IssueRow = Schemas["Issue"];
export type IssueList = Schemas["Issues"];
export type IssueDetail = Schemas["OneIssue"];
export type SprintHead = Schemas["Sprint"];
export type Burndown = NonNullable<Schemas["OneSprint"]["burndown"]>;
export type SprintItem = Schemas["OneSprint"]["items"][number];
export type SprintDetail = Omit<Schemas["OneSprint"], "figures" | "risk"> & { figures: SprintFigures | null; risk: SprintRisk | null };
export type Job = Omit<Schemas["Job"], "error"> & { error: { message: string; hint?: string } | null };
export type Schedule = Schemas["Schedule"];
export type User = Schemas["User"];
export type ApiKey = Schemas["Key"];
export type IssuedKey = Schemas["IssuedKey"];
export type Reports = Schemas["Reports"];
export type KeptReport = Schemas["KeptReport"];
export type Summary = Schemas["Summary"];
export type Connections = Schemas["Connections"];
export type Connection = Schemas["Connection"];
export type CheckedConnection = Schemas["CheckedConnection"];
export type Models = Schemas["Models"];
export type AuditEntry = Schemas["Audit"]["entries"][number];


export interface SprintFigures {
  unit: string;
  start: string;
  end: string;
  planned_end: string | null;
  committed: number | null;
  committed_issues: number | null;
  added: number | null;
  added_issues: number | null;
  removed: number | null;
  removed_issues: number | null;
  re_estimated: number | null;
  re_estimated_issues: number | null;
  completed: number | null;
  completed_issues: number | null;
  remaining: number | null;
  remaining_issues: number | null;
  spillover: number | null;
  missed_target: number | null;
  scope_creep: number | null;
  reason?: string;
  issues: Record<string, string[]>;
}

export interface SprintRisk {
  id: string;
  name: string;
  board: BoardName;
  unit: string;
  elapsed: number | null;
  taken_on: number | null;
  completed: number | null;
  expected_difference: number | null;
  p15: number | null;
  p50: number | null;
  p85: number | null;
  chance_of_shortfall: number | null;
  method: string;
  n: number;
  mean_absolute_error: number | null;
  undefined: string | null;
}

export interface BoardName {
  id: string | null;
  name: string;
  project: string;
}

export interface VelocityBoard {
  board: BoardName;
  unit: string;
  median: number | null;
  least: number | null;
  most: number | null;
  next: { p15: number; p50: number; p85: number } | null;
  backtest_error: number | null;
  backtests: number;
  reason?: string;
  sprints: { id: string; name: string; completed: number }[];
}

export interface Percentiles {
  n: number;
  p50: number | null;
  p85: number | null;
  p95: number | null;
}

export interface FlowBoard {
  board: BoardName;
  cycle_days: Percentiles;
  lead_days: Percentiles;
  columns: (Percentiles & { name: string })[];
  in_progress: { key: string; column: string; age_days: number; over_p85: boolean | null }[];
}

export interface CumulativeFlowBoard {
  board: BoardName;
  first: string;
  days: number;
  columns: { name: string; items: number[] }[];
}

export interface ThroughputBoard {
  board: BoardName;
  n: number;
  items: { value: number; per_week_mean: number | null; per_week_median: number | null };
  weeks: { week: string; monday: string; whole: boolean; items: number; points: number | null }[];
}

export interface TrendBoard {
  board: BoardName;
  slope: { value?: number; low?: number; high?: number; significant?: boolean; reason?: string };
  weekly_items: { centre?: number; upper_limit?: number | null };
  weeks: { week: string; items: number; median_cycle_days: number | null }[];
  items: { key: string; done: string; cycle_days: number }[];
}

export interface HygieneBoard {
  board: BoardName;
  score: number | null;
  reason?: string;
  checks: { check: string; weight: number; applicable: number; violations: number; issues: string[] | null }[];
}

export interface HygieneDays {
  board: BoardName;
  days: string[];
  score: (number | null)[];
}

export interface DefectsProject {
  project: string;
  production: number;
  pre_release: number;
  unclassified: number;
  invalid: number;
  escape_rate: number | null;
  escape_rate_low: number | null;
  escape_rate_high: number | null;
  done_items: number;
  leaked_items: number;
  leakage: number | null;
  reopen_rate: number | null;
  defects_per_item: number | null;
  releases: {
    release: string;
    released: string | null;
    production: number;
    pre_release: number;
    unclassified: number;
    escape_rate: number | null;
  }[];
  issues: Record<string, string[]> | null;
}

export interface Forecast {
  board: BoardName;
  kind: "when_done" | "how_many";
  unit: string;
  amount?: number;
  by?: string;
  working_days?: number;
  confidences: { percent: number; date?: string | null; working_days?: number; at_least?: number }[] | null;
  reason?: string;
  backtest: { percent: number; n: number; came_true: number; coverage: number | null } | null;
  sample: { first: string; last: string; working_days: number; active_days: number; finished: number; items: number } | null;
  excluded: { reason: string; n: number }[];
}

export interface ForecastAnswer {
  forecasts: Forecast[];
  reason?: string;
  sprints?: SprintRisk[];
}

export interface SiloComponent {
  project: string;
  component: string | null;
  contributions: number;
  absence_factor: number | null;
  top_share: number | null;
  reason?: string;
  people: { person: string; id: string; contributions: number }[];
}

export interface Workload {
  enabled: boolean;
  reason?: string;
  groups: {
    project: string;
    reason?: string;
    people: {
      person: string;
      standing_out: number;
      reason?: string;
      signals: Record<string, { recent: number | null; usual: number | null; z: number | null } | null>;
    }[];
  }[];
}

