// A session with Jira Data Center.
import assert from "node:assert/strict";
import { Version2Client } from "jira.js";

export async function dataCenter({ url, secret, me, name, project }) {
  const jira = new Version2Client({ host: url, authentication: { oauth2: { accessToken: secret } } });
  const myself = await jira.myself.getCurrentUser();
  assert.equal(myself.key, me);
  assert.equal(myself.displayName, name);
  assert.equal((await jira.serverInfo.getServerInfo()).deploymentType, "Server");

  const ids = new Set();
  for (let startAt = 0, total = 1; startAt < total; startAt += 40) {
    const page = await jira.issueSearch.searchForIssuesUsingJqlPost({ jql: `project = ${project} ORDER BY id`, startAt, maxResults: 40, fields: ["summary"] });
    total = page.total;
    assert.equal(page.startAt, startAt);
    for (const issue of page.issues) ids.add(issue.id);
    assert.equal(ids.size, Math.min(startAt + 40, total));
  }

  const made = await jira.issues.createIssue({
    fields: { project: { key: project }, issuetype: { name: "Bug" }, summary: "From version 2", description: "h3. Steps\n# one\n# two" },
  });
  const issueIdOrKey = made.key;
  await jira.issueComments.addComment({ issueIdOrKey, comment: "*Bold* words" });
  const { transitions } = await jira.issues.getTransitions({ issueIdOrKey });
  await jira.issues.doTransition({ issueIdOrKey, transition: { id: transitions.find(({ to }) => to.name === "In Progress").id } });
  const issue = await jira.issues.getIssue({ issueIdOrKey, expand: "changelog" });
  assert.equal(issue.fields.description, "h3. Steps\n# one\n# two");
  assert.equal(issue.fields.comment.comments[0].body, "*Bold* words");
  assert.equal(issue.fields.status.name, "In Progress");
  assert.equal(issue.changelog.histories[0].items[0].toString, "In Progress");
}
