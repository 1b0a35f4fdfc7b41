// The one place that talks to the server. Reads are revalidated by the browser's own cache (ETag); state changes
// carry the session's token.

/** A failed request: `status` 0 means that the server could not be reached. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly where = "",
    readonly hint = "",
  ) {
    super(message);
  }
}

const base = "/api/v1";
let token: string | null = null;

/** The session's token against forged requests; `null` without a session. */
export function useToken(csrf: string | null): void {
  token = csrf;
}

async function failureOf(response: Response): Promise<Failure> {
  try {
    const { error } = await response.json();
    if (error?.message) return new Failure(response.status, error.code ?? "", error.message, error.where ?? "", error.hint ?? "");
  } catch {
    // No JSON: something between here and the server answered.
  }
  return new Failure(response.status, "", `The server answered ${response.status}.`);
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path.startsWith("/api/") ? path : base + path, { credentials: "same-origin", ...init });
  } catch (problem) {
    if (problem instanceof DOMException && problem.name === "AbortError") throw problem;
    throw new Failure(0, "unreachable", "The server cannot be reached.", "", "Check that “stint serve” is running. This page tries again by itself.");
  }
  if (!response.ok) throw await failureOf(response);
  return response;
}

export async function read<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await ask(path, { signal, headers: { Accept: "application/json" } });
  return (await response.json()) as T;
}

/** Sends `body` as JSON. Gives what the server answered, or `undefined` where it answered nothing. */
export async function send<T>(method: "POST" | "PUT" | "DELETE", path: string, body: unknown = {}): Promise<T> {
  const headers: Record<string, string> = { "Content-Type": "application/json", Accept: "application/json" };
  if (token) headers["X-CSRF-Token"] = token;
  const response = await ask(path, { method, headers, body: JSON.stringify(body) });
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

type Value = string | number | boolean | null | undefined;

/** `path?name=value…`, without the names that have no value. */
export function address(path: string, query: Record<string, Value> = {}): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "" && value !== false) parts.set(name, value === true ? "1" : String(value));
  }
  const text = parts.toString();
  return text ? `${path}?${text}` : path;
}

/** An address under the API, for links that the browser opens itself. */
export function link(path: string, query: Record<string, Value> = {}): string {
  return base + address(path, query);
}
