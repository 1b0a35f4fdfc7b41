// Every view is an address: the path says which view, the query says of what. Project and board stay in the query
// from view to view.

const kept = ["project", "board"] as const;

class Place {
  path = $state("/");
  query = $state.raw(new URLSearchParams());
  /** Counts up with each move to another path, so that the page can put the focus on its headline. */
  moves = $state(0);

  constructor() {
    this.read();
    addEventListener("popstate", () => {
      const before = this.path;
      this.read();
      if (before !== this.path) this.moves += 1;
    });
  }

  private read(): void {
    this.path = location.pathname;
    this.query = new URLSearchParams(location.search);
  }

  get(name: string): string {
    return this.query.get(name) ?? "";
  }

  get project(): string {
    return this.get("project");
  }

  get board(): string {
    return this.get("board");
  }

  /** `path` with the project and board of now, and more. An empty value takes a name out. */
  to(path: string, more: Record<string, string | number | null | undefined> = {}): string {
    const query = new URLSearchParams();
    for (const name of kept) {
      const value = this.query.get(name);
      if (value) query.set(name, value);
    }
    for (const [name, value] of Object.entries(more)) {
      if (value === null || value === undefined || value === "") query.delete(name);
      else query.set(name, String(value));
    }
    const text = query.toString();
    return text ? `${path}?${text}` : path;
  }

  go(address: string, replace = false): void {
    const before = this.path;
    if (replace) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    this.read();
    if (before !== this.path) {
      this.moves += 1;
      scrollTo(0, 0);
    }
  }

  /** Changes names of the query in place. */
  set(changes: Record<string, string | number | null | undefined>, replace = true): void {
    const query = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === undefined || value === "") query.delete(name);
      else query.set(name, String(value));
    }
    const text = query.toString();
    this.go(text ? `${this.path}?${text}` : this.path, replace);
  }
}

export const place = new Place();

/** Follows links of this page without loading it again; leaves every other click to the browser. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const anchor = (event.target as Element | null)?.closest("a");
  if (!anchor || anchor.target || anchor.hasAttribute("download") || anchor.origin !== location.origin) return;
  if (anchor.pathname.startsWith("/api/")) return;
  if (anchor.hash && anchor.pathname === location.pathname && anchor.search === location.search) return;
  event.preventDefault();
  place.go(anchor.pathname + anchor.search + anchor.hash);
}

const segment = (text: string) => encodeURIComponent(text).replaceAll("%3A", ":");

/** The view of an insight; ids hold slashes, which stay readable. */
export const insightPath = (id: string) => `/insights/${id.split("/").map(segment).join("/")}`;
export const issuePath = (key: string) => `/issues/${segment(key)}`;
export const sprintPath = (id: string) => `/sprints/${segment(id)}`;
