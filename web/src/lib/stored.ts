// Small choices that this browser remembers. Without storage (private windows) they last as long as the page.

const fallback = new Map<string, string>();

export function stored(name: string): string | null {
  try {
    return localStorage.getItem(`stint.${name}`);
  } catch {
    return fallback.get(name) ?? null;
  }
}

export function store(name: string, value: string): void {
  fallback.set(name, value);
  try {
    localStorage.setItem(`stint.${name}`, value);
  } catch {
    // Kept for this page only.
  }
}
