// What the stand-in server answers: figures captured from the program, and small made-up tables for the rest.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { administration } from "./administration.mjs";

// Node.js 20 has no Map.groupBy.
const grouped = (items, by) => items.reduce((map, item) => map.set(by(item), [...(map.get(by(item)) ?? []), item]), new Map());
const ok = (body, headers = {}) => ({ status: 200, body, headers });
const refused = (status, code, message, hint = "") => ({ status, body: { error: { code, message, where: "", hint } } });

// A few routes with the schemas of the real ones.
function description() {
  const source = fileURLToPath(new URL("../../src/server/schemas", import.meta.url));
  const schemas = Object.assign({}, ...readdirSync(source).map((name) => JSON.parse(readFileSync(join(source, name), "utf8"))));
  const json = (name) => ({ content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } } });
  const route = (operationId, summary, output, more = {}) => ({ operationId, summary, description: "Needs the role viewer and the scope read.", parameters: [], responses: { 200: output ? json(output) : {}, default: json("Error") }, ...more });
  return {
    openapi: "3.1.0",
    info: { title: "Stint", version: "0.6.0" },
    paths: {
      "/healthz": { get: route("getHealth", "Whether the program runs", "Health", { security: [] }) },
      "/api/v1/insights": { get: route("getInsights", "What is going wrong now", "Insights", { parameters: [{ name: "severity", in: "query", description: "At least: info, warning or error", schema: { type: "string" } }] }) },
      "/api/v1/reports": { get: route("getReports", "Which reports are kept", "Reports"), post: route("keepReport", "Makes a report as of now, and keeps it", "OneKeptReport", { requestBody: json("NewReport") }) },
    },
    components: { schemas },
  };
}

export function answers(folder, mode, tell) {
  const load = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
  const insights = load("insights");
  const tracker = new Map(load("tracker").map((issue) => [issue.key, issue]));
  const sprints = load("metrics-sprints").sprints;
  const risks = load("metrics-sprint_risk").sprints;
  const asOf = insights.as_of;
  const users = new Map([
    ["ada", { name: "ada", display_name: "Ada Okafor", role: "admin", password: "correct horse" }],
    ["max", { name: "max", display_name: "Max Lindgren", role: "member", password: "correct horse" }],
    ["vera", { name: "vera", display_name: "Vera Novak", role: "viewer", password: "correct horse" }],
  ]);
  if (mode !== "closed") users.clear();
  let state = mode;
  const signedIn = new Map();
  const reactions = new Map();
  const admin = administration(asOf, users, tell);

  const projectOf = (key) => key.split("-")[0];
  const rows = load("issues").issues.map((row) => {
    const fields = tracker.get(row.key)?.fields ?? {};
    return { ...row, project: projectOf(row.key), assignee: fields.assignee?.displayName ?? null, priority: fields.priority?.name ?? null, updated: fields.updated ?? null };
  });
  const dressed = (insight) => {
    const project = insight.facts.find((fact) => fact.name === "project")?.value ?? insight.id.match(/:([A-Z]+)/)?.[1];
    return { ...insight, type: insight.kind, projects: project ? [project] : [], reaction: reactions.get(insight.id) ?? { seen: false, snoozed_until: null, rating: null, comment: "" } };
  };

  function burndown(sprint) {
    const from = Date.parse(sprint.start);
    const to = Date.parse(sprint.end);
    const readings = [];
    for (let i = 0; i < 24; i += 1) {
      const part = i / 24;
      const scope = sprint.committed + (sprint.added + sprint.re_estimated - sprint.removed) * Math.min(1, Math.floor(part * 5) / 4);
      readings.push({ at: new Date(from + (to - from) * part).toISOString(), remaining: Math.max(0, scope - sprint.completed * Math.min(1, Math.floor(part * 7) / 6)), scope });
    }
    return { unit: sprint.unit, start: sprint.start, end: sprint.planned_end ?? sprint.end, until: sprint.end, readings };
  }

  function items(sprint) {
    const keys = [...new Set([...sprint.issues.committed, ...sprint.issues.added])];
    return keys.map((key, at) => {
      const row = rows.find((each) => each.key === key);
      const now = row?.points ?? 0;
      const done = sprint.issues.completed.includes(key);
      return { key, summary: row?.summary ?? "", committed: sprint.issues.committed.includes(key), entered: new Date(Date.parse(sprint.start) + at * 3e7).toISOString(), member_at_end: !sprint.issues.removed.includes(key), completed: done, done, reopened: 0, estimate_at_start: sprint.issues.re_estimated.includes(key) ? Math.max(0, now - 2) : now, estimate_at_end: now };
    });
  }

  const head = (s) => ({ id: s.id, name: s.name, state: s.state, board: { id: s.board.id, name: s.board.name }, project: s.board.project, start: s.start, end: s.planned_end ?? s.end, completed_at: s.state === "closed" ? s.end : null, goal: s.state === "active" ? "Customers can follow their own requests." : "" });

  function timeline(issue) {
    const list = [{ at: issue.fields.created, kind: "created", from: null, to: null }];
    const kinds = { status: "status", "Story Points": "estimate", "Story point estimate": "estimate", Flagged: "blocked", resolution: "resolution", assignee: "assignee" };
    for (const entry of issue.changelog.histories) {
      for (const item of entry.items) {
        if (item.field === "Sprint") list.push({ at: entry.created, kind: item.to ? "sprint_enter" : "sprint_leave", from: item.fromString || null, to: item.toString || null });
        else if (kinds[item.field]) list.push({ at: entry.created, kind: item.field === "Flagged" && !item.toString ? "unblocked" : kinds[item.field], from: item.fromString || null, to: item.toString || null });
      }
    }
    return list.sort((a, b) => a.at.localeCompare(b.at));
  }

  function issueList(query) {
    const keys = query.get("keys")?.split(",");
    const q = query.get("q")?.toLowerCase();
    let list = rows.filter(
      (row) =>
        (!keys || keys.includes(row.key)) &&
        (!query.get("project") || row.project === query.get("project")) &&
        (!q || row.key.toLowerCase().includes(q) || row.summary.toLowerCase().includes(q)) &&
        (!query.get("sprint") || row.sprints.includes(sprints.find((s) => s.id === query.get("sprint"))?.name)) &&
        (!query.get("blocked") || row.blocked_days > 0),
    );
    const facet = (name) => [...grouped(list, (row) => row[name])].map(([value, group]) => ({ value, count: group.length })).sort((a, b) => b.count - a.count);
    const facets = { status: facet("status"), type: facet("type"), category: facet("status_category") };
    for (const [name, field] of [["status", "status"], ["type", "type"], ["category", "status_category"]]) {
      if (query.get(name)) list = list.filter((row) => row[field] === query.get(name));
    }
    const sort = query.get("sort") || "key";
    const sign = query.get("order") === "desc" ? -1 : 1;
    list.sort((a, b) => sign * (sort === "key" ? a.key.localeCompare(b.key, "en", { numeric: true }) : ((a[sort] ?? "") < (b[sort] ?? "") ? -1 : 1)));
    const offset = Number(query.get("offset") ?? 0);
    return { total: list.length, offset, issues: list.slice(offset, offset + Number(query.get("limit") ?? 50)), facets };
  }

  function session(request) {
    const cookie = /stint=(\w+)/.exec(request.headers.cookie ?? "")?.[1];
    return users.get(signedIn.get(cookie));
  }
  function sessionBody(user) {
    const role = user?.role ?? (state === "open" ? "viewer" : null);
    const rank = ["viewer", "member", "lead", "admin"].indexOf(role);
    return { mode: state, user: user ? { name: user.name, display_name: user.display_name, role: user.role, projects: {} } : null, role, csrf: user ? "token" : null, can: { write: Boolean(user) && rank >= 1, run: Boolean(user) && rank >= 2, admin: Boolean(user) && rank >= 3, model: Boolean(user) } };
  }
  function begin(user) {
    const cookie = Math.random().toString(36).slice(2);
    signedIn.set(cookie, user.name);
    return ok(sessionBody(user), { "Set-Cookie": `stint=${cookie}; Path=/; HttpOnly; SameSite=Strict` });
  }

  function family(name, query) {
    const answer = load(`metrics-${name}`);
    const fits = (entry) => (!query.get("project") || (entry.board?.project ?? entry.project) === query.get("project"));
    for (const [key, value] of Object.entries(answer)) if (Array.isArray(value)) answer[key] = value.filter(fits);
    return answer;
  }

  return (request, address, body) => {
    if (address.pathname === "/api/openapi.json") return { status: 200, body: description() };
    const path = address.pathname.replace("/api/v1", "");
    const parts = path.split("/").slice(1).map(decodeURIComponent);
    const query = address.searchParams;
    const user = session(request);
    const writes = request.method !== "GET";

    if (path === "/session") {
      if (request.method === "POST") {
        const known = users.get(body.name);
        return known && known.password === body.password ? begin(known) : refused(401, "authentication", "Name or password is wrong.", "Ask an administrator for a new password if you have forgotten yours.");
      }
      if (request.method === "DELETE") return { status: 204, headers: { "Set-Cookie": "stint=; Path=/; Max-Age=0" } };
      return ok(sessionBody(user));
    }
    if (path === "/setup") {
      if (state !== "setup" || body.token !== "once") return refused(401, "authentication", "This link has been used already, or is not the one that was printed.", "Start “stint serve” again for a new one.");
      users.set(body.name, { name: body.name, display_name: body.display_name, role: "admin", password: body.password });
      state = "closed";
      return begin(users.get(body.name));
    }
    if (state !== "open" && !user) return refused(401, "authentication", "Sign in first.");
    if (writes && !user && parts[0] !== "insights") return refused(403, "authentication", "Without users this page only reads.");
    if (writes && user.role === "viewer" && parts[0] !== "insights") return refused(403, "permission", "Your role, viewer, may not change this.");

    if (path === "/status") {
      return ok({ version: "0.6.0", as_of: asOf, as_of_source: insights.as_of_source, issues: rows.length, projects: 3, incomplete_histories: 0, updated_at: new Date(Date.now() - 420000).toISOString(), time_zone: "UTC", connections: admin.connections(), privacy: { people: query.get("people") !== "0" }, read_only: false });
    }
    if (path === "/projects") {
      const boards = new Map(sprints.map((s) => [s.board.id, s.board]));
      return ok({ projects: [...new Set(rows.map((row) => row.project))].map((key) => ({ key, issues: rows.filter((r) => r.project === key).length, boards: [...boards.values()].filter((b) => b.project === key).map((b) => ({ id: b.id, name: b.name, sprints: sprints.filter((s) => s.board.id === b.id).length, unit: "points" })) })) });
    }
    if (parts[0] === "insights") {
      const all = insights.insights.map(dressed);
      if (parts.length === 1) {
        const list = all.filter((i) => (!query.get("project") || i.projects.includes(query.get("project"))) && (!query.get("severity") || i.severity === query.get("severity")) && (query.get("all") || i.current));
        return ok({ ...insights, insights: list, gone: [] });
      }
      const insight = all.find((i) => i.id === parts[1]);
      if (!insight) return refused(404, "not_found", `There is no insight ${parts[1]}.`, "It may have gone since; the list shows what stands now.");
      if (parts.length === 2) return ok({ insight: { ...insight, definition: "counted from the issues' histories as they stood at the as-of instant" } });
      if (parts[2] === "history") {
        const days = Array.from({ length: 30 }, (_, i) => ({ day: new Date(Date.parse(asOf) - (29 - i) * 864e5).toISOString().slice(0, 10), present: i > 8, severity: i > 20 ? insight.severity : i > 8 ? "info" : null, cost: i > 8 ? Math.round(insight.cost * (0.5 + i / 60)) : null, facts: {} }));
        return ok({ days });
      }
      const reaction = { ...insight.reaction };
      if (parts[2] === "seen") reaction.seen = true;
      if (parts[2] === "snooze") reaction.snoozed_until = body.until;
      if (parts[2] === "rating") reaction.rating = body.helpful === null ? null : body.helpful ? "helpful" : "not_helpful";
      if (parts[2] === "rating") reaction.comment = body.comment ?? "";
      reactions.set(insight.id, reaction);
      return ok({ id: insight.id, reaction });
    }
    if (parts[0] === "issues") {
      if (parts.length === 1) return ok(issueList(query));
      const row = rows.find((r) => r.key === parts[1]);
      const issue = tracker.get(parts[1]);
      if (!row || !issue) return refused(404, "not_found", `There is no issue ${parts[1]}.`);
      const fields = issue.fields;
      const text = typeof fields.description === "string" ? fields.description : (fields.description?.content ?? []).map((p) => (p.content ?? []).map((t) => t.text ?? (t.content ?? []).map((u) => (u.content ?? []).map((v) => v.text ?? "").join("")).join("\n")).join("")).join("\n\n");
      return ok({ issue: { ...row, description: text, labels: fields.labels ?? [], components: (fields.components ?? []).map((c) => c.name), fix_versions: (fields.fixVersions ?? []).map((v) => v.name), acceptance_criteria: "", comments: 0, url: `https://orrery.example/browse/${row.key}` }, timeline: timeline(issue), insights: insights.insights.filter((i) => i.evidence.includes(row.key)).map(({ id, title }) => ({ id, title })) });
    }
    if (parts[0] === "sprints") {
      if (parts.length === 1) return ok({ sprints: sprints.filter((s) => (!query.get("project") || s.board.project === query.get("project")) && (!query.get("board") || s.board.id === query.get("board"))).map(head) });
      const sprint = sprints.find((s) => s.id === parts[1]);
      if (!sprint) return refused(404, "not_found", `There is no sprint ${parts[1]}.`);
      return ok({ sprint: head(sprint), burndown: burndown(sprint), figures: sprint, items: items(sprint), risk: risks.find((r) => r.id === sprint.id) ?? null });
    }
    if (path === "/metrics") return ok(load("metrics"));
    if (parts[0] === "metrics") return ok(family(parts[1], query));
    if (path === "/forecasts") {
      const answer = load(query.get("by") ? "forecast-by" : query.get("items") || query.get("points") || query.get("epic") ? "forecast-items" : "forecast");
      const fits = (e) => (!query.get("project") || e.board.project === query.get("project")) && (!query.get("board") || e.board.id === query.get("board"));
      return ok({ ...answer, forecasts: answer.forecasts.filter(fits), sprints: answer.sprints?.filter(fits) });
    }
    if (path === "/reports" || parts[1] === "kept") {
      const kept = admin.reports(request.method, parts, body, user);
      if (kept) return kept;
      if (path === "/reports") return ok({ formats: ["html", "md", "csv", "json"].map((name) => ({ name, media_type: "", summary: name })), kept: admin.kept });
    }
    if (parts[0] === "reports") return { status: 200, body: readFileSync(join(folder, "report.html"), "utf8"), headers: { "Content-Type": "text/html; charset=utf-8" } };
    return admin.answer(request, parts, query, body, user, { ok, refused }) ?? refused(404, "not_found", `There is nothing at ${address.pathname}.`);
  };
}
