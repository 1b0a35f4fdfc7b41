// A session with Jira Cloud: find, make, change, read back.
import assert from "node:assert/strict";
import { AgileClient, HttpException, Version3Client } from "jira.js";

const paragraph = (text) => ({ type: "doc", version: 1, content: [{ type: "paragraph", content: [{ type: "text", text }] }] });

export async function cloud({ url, user, secret, me, name, project }) {
  const access = { host: url, authentication: { basic: { email: user, apiToken: secret } } };
  const jira = new Version3Client(access);
  const agile = new AgileClient(access);

  const myself = await jira.myself.getCurrentUser();
  assert.equal(myself.accountId, me);
  assert.equal(myself.displayName, name);
  assert.equal((await jira.serverInfo.getServerInfo()).deploymentType, "Cloud");
  await assert.rejects(
    new Version3Client({ host: url, authentication: { basic: { email: user, apiToken: "wrong" } } }).myself.getCurrentUser(),
    (error) => error instanceof HttpException && error.status === 401,
  );

  // All issues, page by page.
  const ids = new Set();
  let nextPageToken;
  let pages = 0;
  do {
    const page = await jira.issueSearch.searchForIssuesUsingJqlEnhancedSearchPost({
      jql: "project is not EMPTY ORDER BY created ASC", fields: ["summary"], maxResults: 50, nextPageToken,
    });
    for (const issue of page.issues) {
      assert.equal(typeof issue.fields.summary, "string");
      ids.add(issue.id);
    }
    nextPageToken = page.nextPageToken;
    pages += 1;
    assert.ok(pages < 20);
  } while (nextPageToken);
  assert.ok(ids.size >= 150);
  assert.equal(pages, Math.ceil(ids.size / 50));
  await assert.rejects(jira.issueSearch.searchForIssuesUsingJqlPost({ jql: "project is not EMPTY" }), (error) => error.status === 410);

  const { fields } = await jira.issues
    .getCreateIssueMetaIssueTypes({ projectIdOrKey: project })
    .then(({ issueTypes }) => issueTypes.find((type) => type.name === "Story").id)
    .then((issueTypeId) => jira.issues.getCreateIssueMetaIssueTypeId({ projectIdOrKey: project, issueTypeId }));
  assert.ok(fields.find((field) => field.fieldId === "summary").required);

  const made = await jira.issues.createIssue({
    fields: {
      project: { key: project }, issuetype: { name: "Story" }, summary: "Zażółć 🚀", description: paragraph("As said"),
      labels: ["by-jira-js"], customfield_10016: 3,
    },
  });
  assert.match(made.key, new RegExp(`^${project}-\\d+$`));
  await assert.rejects(
    jira.issues.createIssue({ fields: { project: { key: project }, issuetype: { name: "Story" } } }),
    (error) => error.status === 400 && "summary" in error.response.data.errors,
  );

  const issueIdOrKey = made.key;
  await jira.issues.editIssue({ issueIdOrKey, fields: { summary: "Better", customfield_10016: 5 } });
  await jira.issues.assignIssue({ issueIdOrKey, accountId: me });
  const comment = await jira.issueComments.addComment({ issueIdOrKey, comment: paragraph("Read this") });
  assert.deepEqual(comment.body, paragraph("Read this"));
  const { transitions } = await jira.issues.getTransitions({ issueIdOrKey });
  const done = transitions.find(({ to }) => to.name === "Done");
  assert.equal(done.to.statusCategory.key, "done");
  await jira.issues.doTransition({ issueIdOrKey, transition: { id: done.id } });
  const other = [...ids][0];
  const { key: otherKey } = await jira.issues.getIssue({ issueIdOrKey: other, fields: ["summary"] });
  await jira.issueLinks.linkIssues({ type: { name: "Blocks" }, inwardIssue: { key: made.key }, outwardIssue: { key: otherKey } });

  const issue = await jira.issues.getIssue({ issueIdOrKey, expand: "changelog" });
  assert.equal(issue.id, made.id);
  assert.equal(issue.fields.summary, "Better");
  assert.deepEqual(issue.fields.description, paragraph("As said"));
  assert.deepEqual(issue.fields.labels, ["by-jira-js"]);
  assert.equal(issue.fields.status.name, "Done");
  assert.equal(issue.fields.resolution.name, "Done");
  assert.equal(issue.fields.assignee.accountId, me);
  assert.equal(issue.fields.comment.comments.length, 1);
  assert.equal(issue.fields.issuelinks[0].outwardIssue.key, otherKey);
  const told = issue.changelog.histories.flatMap(({ items }) => items.map((item) => `${item.field}: ${item.fromString} > ${item.toString}`));
  assert.deepEqual(told, [
    `Link: null > This issue blocks ${otherKey}`,
    "resolution: null > Done", "status: To Do > Done",
    `assignee: null > ${name}`,
    "summary: Zażółć 🚀 > Better", "Story Points: 3 > 5",
  ]);
  const log = await jira.issues.getChangeLogs({ issueIdOrKey, maxResults: 2 });
  assert.deepEqual([log.total, log.values.length, log.isLast], [4, 2, false]);
  const bulk = await jira.issues.bulkFetchIssues({ issueIdsOrKeys: [made.key, "NOPE-1"], fields: ["*all"], expand: ["changelog"] });
  assert.equal(bulk.issues.length, 1);
  assert.equal(bulk.issueErrors.length, 1);

  const boards = await agile.board.getAllBoards({ projectKeyOrId: project });
  const boardId = boards.values[0].id;
  const configuration = await agile.board.getConfiguration({ boardId });
  assert.ok(configuration.columnConfig.columns.length >= 4);
  const sprints = await agile.board.getAllSprints({ boardId });
  const future = sprints.values.find(({ state }) => state === "future");
  await agile.sprint.moveIssuesToSprintAndRank({ sprintId: future.id, issues: [made.key] });
  const moved = await jira.issues.getIssue({ issueIdOrKey, fields: ["customfield_10020"] });
  assert.equal(moved.fields.customfield_10020[0].name, future.name);
  await agile.backlog.moveIssuesToBacklog({ issues: [made.key] });

  const parsed = await jira.jql.parseJqlQueries({ validation: "strict", queries: ["project = NOPE"] });
  assert.equal(parsed.queries[0].errors.length, 1);
  await jira.issueComments.deleteComment({ issueIdOrKey, id: comment.id });
  await jira.issues.deleteIssue({ issueIdOrKey });
  await assert.rejects(jira.issues.getIssue({ issueIdOrKey }), (error) => error.status === 404);
}
