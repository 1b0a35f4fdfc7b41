// Alerts as the API has them; what is secret comes back hidden.

export interface Rule {
  name: string;
  on: boolean;
  kinds: string[];
  severity: "info" | "warning" | "error";
  projects: string[];
  changes: ("new" | "worse")[];
  quiet_hours: { from: string; to: string; errors_pass: boolean } | null;
  digest: { every: "once" | "day" | "week"; at?: string; day?: string };
  zone?: string;
  channel: string;
}

export interface Channel {
  name: string;
  type: "webhook" | "slack" | "teams" | "email";
  on: boolean;
  url?: string | null;
  origin?: string | null;
  mail?: { host: string; port: number; security: string; user: string; from: string; to: string[] } | null;
}

export interface Delivery {
  id: number;
  purpose: string;
  rule: string;
  channel: string;
  state: string;
  created_at: string;
  finished_at: string | null;
  error: string | null;
}
