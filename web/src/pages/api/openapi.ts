// The API's own description (OpenAPI 3.1) as a reader meets it: operations by group, shapes of answers, a command to
// try one with.

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

interface Content {
  content?: Record<string, { schema?: Schema }>;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

interface RawOperation {
  operationId: string;
  summary?: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: Content;
  responses: Record<string, Content & { description?: string }>;
  security?: unknown[];
}

export interface Description {
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, RawOperation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  summary: string;
  /** Who may call, in a sentence. */
  who: string;
  /** Whether anybody may, without a key. */
  open: boolean;
  parameters: Parameter[];
  body?: Schema;
  status: string;
  answer?: Schema;
}

export interface Group {
  name: string;
  operations: Operation[];
}

const names: Record<string, string> = { hooks: "Told by trackers", v1: "Models, as OpenAI’s API has it", session: "Signing in", setup: "Signing in", status: "The server", settings: "The server", events: "The server" };

function groupOf(path: string): string {
  const own = /^\/api\/v1\/([a-z]+)/.exec(path)?.[1];
  const word = own ?? /^\/(v1|hooks)\//.exec(path)?.[1];
  if (!word) return path.startsWith("/api/insights") ? "Insights" : path.startsWith("/api/generate") || path.startsWith("/process") ? "Drafting" : "The server";
  return names[word] ?? word[0]!.toUpperCase() + word.slice(1);
}

const json = (of: Content | undefined) => of?.content?.["application/json"]?.schema;

function operation(path: string, method: string, raw: RawOperation): Operation {
  const status = Object.keys(raw.responses).find((code) => code !== "default") ?? "200";
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    summary: raw.summary ?? "",
    who: raw.description ?? "",
    open: raw.security?.length === 0,
    parameters: raw.parameters ?? [],
    body: json(raw.requestBody),
    status,
    answer: json(raw.responses[status]),
  };
}

/** In the order of the description; those whose words are all in an operation's method, path and summary. */
export function groups(of: Description, words = ""): Group[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found: Group[] = [];
  for (const [path, methods] of Object.entries(of.paths)) {
    for (const [method, raw] of Object.entries(methods)) {
      const one = operation(path, method, raw);
      const text = `${one.method} ${one.path} ${one.summary} ${one.id}`.toLowerCase();
      if (!wanted.every((word) => text.includes(word))) continue;
      const name = groupOf(path);
      const group = found.find((each) => each.name === name);
      if (group) group.operations.push(one);
      else found.push({ name, operations: [one] });
    }
  }
  return found;
}

function resolve(schema: Schema, of: Description): { schema: Schema; name: string } {
  const name = schema.$ref?.split("/").pop() ?? "";
  return { schema: name ? (of.components.schemas[name] ?? {}) : schema, name };
}

const words: Record<string, string> = { string: "text", integer: "whole number", number: "number", boolean: "true or false", null: "null" };
const formats: Record<string, string> = { "date-time": "instant", date: "day" };

/** What a value looks like, over several lines where it has members. `?` marks what may be left out. */
export function shape(given: Schema, of: Description, indent = "", within: string[] = []): string {
  const { schema, name } = resolve(given, of);
  if (name && within.includes(name)) return name;
  const path = name ? [...within, name] : within;
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return several.map((each) => shape(each, of, indent, path)).join(" or ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(" or ");
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? (schema.properties ? "object" : "")];
  return types
    .map((type) => {
      if (type === "object") {
        const members = Object.entries(schema.properties ?? {});
        const rest = typeof schema.additionalProperties === "object" ? [`${indent}  …: ${shape(schema.additionalProperties, of, `${indent}  `, path)}`] : [];
        if (members.length + rest.length === 0) return schema.additionalProperties === false ? "{}" : "{ … }";
        const lines = members.map(([key, value]) => `${indent}  ${key}${schema.required?.includes(key) ? "" : "?"}: ${shape(value, of, `${indent}  `, path)}`);
        return `{\n${[...lines, ...rest].join("\n")}\n${indent}}`;
      }
      if (type === "array") return `[${shape(schema.items ?? {}, of, indent, path)}, …]`;
      return (schema.format && formats[schema.format]) ?? words[type] ?? "anything";
    })
    .join(" or ");
}

/** A value that fits: of an object what has to be there. */
export function sample(given: Schema, of: Description, name = "", depth = 0): unknown {
  const { schema } = resolve(given, of);
  const first = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (first) return sample(first, of, name, depth);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object" && depth < 4) {
    const members = Object.entries(schema.properties ?? {}).filter(([key]) => schema.required?.includes(key));
    return Object.fromEntries(members.map(([key, value]) => [key, sample(value, of, key, depth + 1)]));
  }
  if (type === "array") return [];
  if (type === "integer" || type === "number") return 1;
  if (type === "boolean") return true;
  if (type === "object") return {};
  return name ? name.toUpperCase() : "TEXT";
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** A command line for a shell; the key is looked up in the environment. */
export function curl(one: Operation, of: Description, origin: string): string {
  const address = origin + one.path.replace(/\{([^}]+)\}/g, (_, name: string) => name.toUpperCase());
  const parts = ["curl"];
  if (one.method !== "GET") parts.push(`-X ${one.method}`);
  if (!one.open) parts.push('-H "Authorization: Bearer $STINT_KEY"');
  if (one.method !== "GET") parts.push('-H "Content-Type: application/json"');
  if (one.body) parts.push(`-d ${quoted(JSON.stringify(sample(one.body, of)))}`);
  parts.push(quoted(address));
  return parts.join(" \\\n  ");
}
