// read_back.mjs KEY: what jira.js finds of an issue, as a line of JSON. JIRA_URL, JIRA_USERNAME and JIRA_API_TOKEN say where
// and as whom. For what others have written.
import { Version3Client } from "jira.js";

const { JIRA_URL: host, JIRA_USERNAME: email, JIRA_API_TOKEN: apiToken } = process.env;
const jira = new Version3Client({ host, authentication: { basic: { email, apiToken } } });
const { id, key, fields, changelog } = await jira.issues.getIssue({ issueIdOrKey: process.argv[2], expand: "changelog" });
console.log(JSON.stringify({
  id, key,
  type: fields.issuetype.name,
  status: fields.status.name,
  summary: fields.summary,
  description: fields.description,
  labels: fields.labels,
  priority: fields.priority?.name ?? null,
  assignee: fields.assignee?.accountId ?? null,
  points: fields.customfield_10016,
  sprints: (fields.customfield_10020 ?? []).map(({ name }) => name),
  links: fields.issuelinks.map(({ type, outwardIssue, inwardIssue }) => [outwardIssue ? type.outward : type.inward, (outwardIssue ?? inwardIssue).key]),
  comments: fields.comment.comments.map(({ body }) => body),
  history: changelog.histories.map(({ items }) => items.map(({ field }) => field)),
}));
