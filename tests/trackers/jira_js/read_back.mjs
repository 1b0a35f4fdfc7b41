// What Stint writes, as jira.js finds it: each write planned and confirmed at the command line.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Version3Client } from "jira.js";

export async function readBack({ url, user, secret }, program) {
  const data = mkdtempSync(join(tmpdir(), "stint-jira-js-"));
  const env = { PATH: process.env.PATH, HOME: data, STINT_DATA: data, JIRA_URL: url, JIRA_USERNAME: user, JIRA_API_TOKEN: secret };
  const stint = (...words) => JSON.parse(execFileSync(program, ["write", ...words, "--json"], { env, encoding: "utf8" }));
  const done = (...words) => {
    const planned = stint(...words, "--plan");
    assert.equal(planned.plan.state, "planned");
    const { plan } = stint("apply", planned.confirm);
    assert.equal(plan.state, "applied", JSON.stringify(plan.error));
    return plan;
  };
  try {
    execFileSync(program, ["sync"], { env });
    const jira = new Version3Client({ host: url, authentication: { basic: { email: user, apiToken: secret } } });
    const project = (await jira.projects.searchProjects()).values[0].key;
    const other = (await jira.issueSearch.searchForIssuesUsingJqlEnhancedSearchPost({ jql: `project = ${project}`, maxResults: 1, fields: ["summary"] })).issues[0].key;

    const { receipt } = done("create", project, "Bug", "Login fails with a “ß” in the password", "--field", "description=First *this*, then\n\n- that", "--field", "labels=login,security");
    const key = receipt.issue_key;
    const read = () => jira.issues.getIssue({ issueIdOrKey: key, expand: "changelog" });
    let issue = await read();
    assert.equal(issue.fields.summary, "Login fails with a “ß” in the password");
    assert.equal(issue.fields.issuetype.name, "Bug");
    assert.ok(["login", "security"].every((label) => issue.fields.labels.includes(label)));
    assert.deepEqual(issue.fields.description.content.map(({ type }) => type), ["paragraph", "bulletList"]);
    assert.deepEqual(issue.fields.description.content[0].content.map(({ text, marks }) => [text, marks?.[0].type]), [["First ", undefined], ["this", "em"], [", then", undefined]]);

    done("edit", key, "--field", "priority=High", "--field", "summary=Login fails");
    issue = await read();
    assert.equal(issue.fields.summary, "Login fails");
    assert.equal(issue.fields.priority.name, "High");
    assert.ok(issue.changelog.histories.some(({ items }) => items.some(({ field, toString }) => field === "summary" && toString === "Login fails")));

    done("comment", key, "Reproduced on **main**.");
    issue = await read();
    assert.deepEqual(issue.fields.comment.comments.at(-1).body.content[0].content.map(({ text, marks }) => [text, marks?.[0].type]), [["Reproduced on ", undefined], ["main", "strong"], [".", undefined]]);

    const { transitions } = await jira.issues.getTransitions({ issueIdOrKey: key });
    const target = transitions.find(({ to }) => to.name !== issue.fields.status.name).to.name;
    done("move", key, target);
    assert.equal((await read()).fields.status.name, target);

    const type = (await jira.issueLinkTypes.getIssueLinkTypes()).issueLinkTypes.find(({ outward }) => outward === "blocks");
    assert.ok(type, "there is no link type that blocks");
    done("link", key, "blocks", other);
    issue = await read();
    assert.deepEqual(issue.fields.issuelinks.map(({ outwardIssue }) => outwardIssue?.key), [other]);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
