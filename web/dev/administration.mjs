// The stand-in server's tables behind the administration pages: made up, kept in memory.

export function administration(asOf, users, tell) {
  const before = (hours) => new Date(Date.parse(asOf) - hours * 36e5).toISOString();
  const job = (id, kind, cause, requested_by, state, hours, done, total, text, error = null) => ({ id, kind, requested_by, cause, state, attempt: 1, step: null, progress: { done, total, text }, requested_at: before(hours), ready_at: before(hours), started_at: before(hours), finished_at: before(hours - 0.01), result: null, error });
  const jobs = [
    job(3, "refresh", "schedule", null, "done", 1, 3, 3, "27 insights"),
    job(2, "refresh", "schedule", null, "failed", 2, 120, 400, "", { message: "jira: the site answered 503 for 10 minutes", hint: "it is tried again with the next run" }),
    job(1, "report", "hand", "ada", "cancelled", 30, 0, 1, ""),
  ];
  const schedules = [
    { name: "refresh", kind: "refresh", expression: "*/15 * * * *", words: "every 15 minutes", zone: "UTC", on: true, next: before(-0.25) },
    { name: "weekly", kind: "report", expression: "0 7 * * 1", words: "Mondays at 07:00", zone: "UTC", on: true, next: before(-62) },
  ];
  const channels = [{ name: "Team room", type: "slack", on: true, url: "hidden", origin: "https://hooks.example.org", mail: null }];
  const rules = [{ name: "Errors at once", on: true, severity: "error", kinds: [], projects: [], changes: ["new", "worse"], channel: "Team room", quiet_hours: { from: "22:00", to: "07:00", errors_pass: false }, digest: { every: "once" }, zone: "" }];
  const keys = [{ id: "k1", name: "dashboard", owner: "ada", scopes: ["read"], projects: null, created: before(400), expires: before(-2000), used: before(3), revoked: null }];
  const summaries = [];
  const kept = [];
  const wanted = new Set();
  // Those that are kept; nothing for what is only read.
  function reports(method, parts, body, user) {
    if (method === "POST") {
      const report = { name: `2026-11-22-${body.project ?? "all"}-${kept.length + 1}.${body.format ?? "html"}`, format: body.format ?? "html", project: body.project ?? null, board: null, sprint: null, made_by: user.name, made_at: before(0), size: 12345 };
      kept.unshift(report);
      return { status: 201, body: { report } };
    }
    if (method !== "DELETE") return undefined;
    kept.splice(kept.findIndex((each) => each.name === parts[2]), 1);
    return { status: 204 };
  }
  const connections = () => [
    { name: "jira", product: "Jira Cloud", url: "https://orrery.example", state: "failed", last_sync: before(2), problem: "The site answered 503 for 10 minutes." },
    { name: "files", product: "Export files", url: "", state: "ok", last_sync: before(1), problem: null },
  ];

  function run(job) {
    job.state = "running";
    job.started_at = new Date().toISOString();
    const timer = setInterval(() => {
      if (job.state === "running") {
        job.progress.done += 20;
        if (job.progress.done >= job.progress.total) {
          job.state = "done";
          job.finished_at = new Date().toISOString();
          tell("data", { as_of: asOf, updated_at: job.finished_at });
          tell("insights", { new: 0 });
        }
      }
      tell("job", job);
      if (job.state !== "running") clearInterval(timer);
    }, 300);
  }

  const shown = (user) => ({ name: user.name, display_name: user.display_name, email: "", roles: { "*": user.role }, disabled: user.disabled ?? false, has_password: true, created: before(900), signed_in: before(1) });

  function answer(request, parts, query, body, user, { ok, refused }) {
    const method = request.method;
    if (parts[0] === "jobs") {
      if (method === "POST" && parts[2] === "cancel") {
        const found = jobs.find((j) => String(j.id) === parts[1]);
        found.state = "cancelled";
        return ok({ job: found });
      }
      if (method === "POST") {
        const made = { ...job(jobs.length + 1, body.kind, "hand", user.name, "queued", 0, 0, 100, ""), step: "figures", started_at: null, finished_at: null, requested_at: new Date().toISOString() };
        jobs.unshift(made);
        run(made);
        return { status: 202, body: { job: made } };
      }
      return ok({ jobs, kinds: [{ name: "refresh", summary: "Reads the trackers, works out the figures, words the insights" }, { name: "report", summary: "Makes the weekly report" }] });
    }
    if (user?.role !== "admin") return refused(403, "permission", "Only administrators may see this.");
    const put = (list, name) => {
      const at = list.findIndex((each) => each.name === name);
      const entry = { ...list[at], ...body, name };
      if (at < 0) list.push(entry);
      else list[at] = entry;
      return entry;
    };
    const remove = (list, member, value) => {
      list.splice(list.findIndex((each) => each[member] === value), 1);
      return { status: 204 };
    };
    const path = parts.join("/");
    if (path === "schedule") return ok({ schedules, time_zone: "UTC", kinds: [{ name: "refresh", summary: "" }, { name: "report", summary: "" }] });
    if (parts[0] === "schedule") return method === "DELETE" ? remove(schedules, "name", parts[1]) : ok({ schedule: put(schedules, parts[1]) });
    if (path === "alerts/summaries") return ok({ summaries });
    if (parts[1] === "summaries") return method === "DELETE" ? remove(summaries, "name", parts[2]) : ok({ summary: put(summaries, parts[2]) });
    if (path === "connections") return ok({ connections: connections().map((each) => ({ user: "", projects: [], verify_tls: true, read_only: false, from_environment: each.name === "files", secret: "sealed", webhook: false, ...each })), products: [{ name: "jira-cloud", title: "Jira Cloud" }, { name: "taiga", title: "Taiga" }], keeps_secrets: true });
    if (parts[0] === "connections" && method !== "DELETE") return ok({ name: parts[1], product: "jira-cloud", url: "https://orrery.example", user: "", projects: [], verify_tls: true, read_only: false, from_environment: false, account: { id: "1", name: "Ada Okafor", time_zone: "UTC" }, tracker: "Jira Cloud", can_read: false, permissions: [{ what: "see the issues of PAY", granted: true, needed_to_read: true, hint: "" }, { what: "see the sprints", granted: false, needed_to_read: true, hint: "Browse projects" }, { what: "edit issues of PAY", granted: false, needed_to_read: false, hint: "Edit issues" }] });
    if (path === "alerts/rules") return ok({ rules });
    if (path === "alerts/channels") return ok({ channels });
    if (path === "alerts/deliveries") return ok({ deliveries: [{ id: 1, message_id: "m1", purpose: "alert", rule: "Errors at once", channel: "Team room", state: "sent", attempt: 1, created_at: before(5), ready_at: before(5), finished_at: before(5), status: 200, error: null }] });
    if (parts[1] === "rules") return method === "DELETE" ? remove(rules, "name", parts[2]) : ok({ rule: put(rules, parts[2]) });
    if (parts[1] === "channels" && parts[3] === "test") return ok({ delivery: { id: 2, error: null } });
    if (parts[1] === "channels") return method === "DELETE" ? remove(channels, "name", parts[2]) : ok({ channel: put(channels, parts[2]) });
    if (path === "settings") return ok({ options: [{ name: "scope_creep.warning", value: 0.2, default: 0.2, unit: "share", meaning: "scope creep from which a sprint is a warning" }, { name: "hygiene.stalled_days", value: 5, default: 5, unit: "days", meaning: "without activity for this long, work is stale" }] });
    if (parts[0] === "users") {
      if (method === "POST" && parts.length === 1) {
        if (users.has(body.name)) return refused(409, "conflict", `There is a user ${body.name} already.`);
        users.set(body.name, { ...body, role: body.roles["*"] });
        return { status: 201, body: { user: shown(users.get(body.name)) } };
      }
      if (method === "PUT") Object.assign(users.get(parts[1]), body, body.roles ? { role: body.roles["*"] } : {});
      if (method === "DELETE") users.delete(parts[1]);
      return ok({ users: [...users.values()].map(shown) });
    }
    if (parts[0] === "keys") {
      if (method === "DELETE") return remove(keys, "id", parts[1]);
      if (method === "POST") {
        keys.push({ id: `k${keys.length + 1}`, name: body.name, owner: user.name, scopes: body.scopes, projects: null, created: new Date().toISOString(), expires: body.expires ?? null, used: null, revoked: null });
        return { status: 201, body: { ...keys.at(-1), key: "stint_example_key_shown_once" } };
      }
      return ok({ keys });
    }
    if (path === "audit") return ok({ entries: Array.from({ length: 12 }, (_, i) => ({ seq: 100 - i, at: before(i * 3), who: i % 3 ? "ada" : "max", from: "127.0.0.1", action: ["session.begin", "job.request", "key.add"][i % 3], target: ["", "refresh", "dashboard"][i % 3], details: {}, outcome: i === 4 ? "refused" : "done" })), next: null });
    if (parts[0] === "models") {
      if (method === "POST") wanted.add(body.name);
      if (method === "DELETE") wanted.delete(parts[1]);
      if (method === "POST") return { status: 202, body: { job: { ...job(90, "pull", "hand", user.name, "queued", 0, 0, 0, ""), step: "" } } };
      if (method === "DELETE") return { status: 204 };
      const catalogue = ["qwen3-0.6b", "smollm2-360m"].map((name) => ({ name, title: name, size: 639e6, licence: "Apache-2.0", note: "", here: false, wanted: wanted.has(name) }));
      return ok({ models: [{ name: "small-instruct-q4", size: 812345678, tasks: ["default"] }], tasks: ["default", "insights", "draft", "assistant", "spec", "embed"], configured: [], catalogue });
    }
    return undefined;
  }
  return { answer, connections, reports, kept };
}
