import { expect, test } from "vitest";
import { curl, type Description, groups, sample, shape } from "./openapi";

const description: Description = {
  info: { title: "Stint", version: "1" },
  paths: {
    "/healthz": { get: { operationId: "getHealth", summary: "Whether it runs", responses: { 200: {} }, security: [] } },
    "/api/v1/reports": {
      get: { operationId: "getReports", summary: "Reports", responses: { 200: { content: { "application/json": { schema: { $ref: "#/components/schemas/Reports" } } } }, default: {} } },
      post: { operationId: "keepReport", summary: "Keeps one", requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/New" } } } }, responses: { default: {}, 201: {} } },
    },
    "/api/v1/reports/kept/{name}": { delete: { operationId: "remove", summary: "Removes one", parameters: [{ name: "name", in: "path", required: true }], responses: { 204: {} } } },
  },
  components: {
    schemas: {
      New: { type: "object", properties: { format: { enum: ["html", "md"] }, project: { type: "string" }, days: { type: "integer" } }, required: ["format", "project"], additionalProperties: false },
      Reports: { type: "object", properties: { reports: { type: "array", items: { $ref: "#/components/schemas/Report" } } }, required: ["reports"] },
      Report: { type: "object", properties: { name: { type: "string" }, at: { anyOf: [{ type: "string", format: "date-time" }, { type: "null" }] }, by: { type: ["string", "null"] }, part: { $ref: "#/components/schemas/Report" } }, required: ["name", "at"] },
    },
  },
};

test("operations come by group, in the order of the description", () => {
  const all = groups(description);
  expect(all.map((group) => [group.name, group.operations.map((one) => one.id)])).toEqual([["The server", ["getHealth"]], ["Reports", ["getReports", "keepReport", "remove"]]]);
  expect(all[1]!.operations[1]!.status).toBe("201");
  expect(all[0]!.operations[0]!.open).toBe(true);
});

test("they are found by all words of method, path and summary", () => {
  const found = (words: string) => groups(description, words).flatMap((group) => group.operations.map((one) => one.id));
  expect(found("REPORTS delete")).toEqual(["remove"]);
  expect(found("keeps")).toEqual(["keepReport"]);
  expect(found("nothing like it")).toEqual([]);
});

test("shapes say what may be left out or null, and end where they repeat", () => {
  expect(shape({ $ref: "#/components/schemas/Reports" }, description)).toBe(`{
  reports: [{
    name: text
    at: instant or null
    by?: text or null
    part?: Report
  }, …]
}`);
  expect(shape({}, description)).toBe("anything");
  expect(shape({ type: "object", additionalProperties: { enum: ["a", "b"] } }, description)).toBe('{\n  …: "a" or "b"\n}');
  expect(shape({ $ref: "#/components/schemas/Unknown" }, description)).toBe("anything");
});

test("samples hold what has to be there", () => {
  expect(sample({ $ref: "#/components/schemas/New" }, description)).toEqual({ format: "html", project: "PROJECT" });
});

test("commands can be pasted into a shell", () => {
  const [health, reports] = groups(description);
  expect(curl(health!.operations[0]!, description, "http://h:1")).toBe("curl \\\n  'http://h:1/healthz'");
  expect(curl(reports!.operations[1]!, description, "http://h:1")).toBe(
    `curl \\\n  -X POST \\\n  -H "Authorization: Bearer $STINT_KEY" \\\n  -H "Content-Type: application/json" \\\n  -d '{"format":"html","project":"PROJECT"}' \\\n  'http://h:1/api/v1/reports'`,
  );
  expect(curl(reports!.operations[2]!, description, "http://it's")).toContain(String.raw`'http://it'\''s/api/v1/reports/kept/NAME'`);
});
