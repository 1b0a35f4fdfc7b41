// What charts and their frame share. Positions are in CSS pixels of the drawing.

export interface Area {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** One place of a chart that can be read out: by pointer, keyboard, and screen reader. */
export interface Stop {
  x: number;
  y?: number;
}

export interface Column {
  name: string;
  number?: boolean;
}

export type Cell = string | { text: string; href: string };

/** The table behind a chart. */
export interface Rows {
  caption: string;
  columns: Column[];
  rows: Cell[][];
}

/** The stop that is nearest to a point; stops without `y` are compared by `x` alone. */
export function nearest(stops: Stop[], x: number, y: number): number {
  let best = -1;
  let least = Infinity;
  for (let at = 0; at < stops.length; at += 1) {
    const stop = stops[at]!;
    const across = stop.x - x;
    const down = stop.y === undefined ? 0 : stop.y - y;
    const distance = across * across + down * down;
    if (distance < least) {
      least = distance;
      best = at;
    }
  }
  return best;
}

/** How many labels of `each` pixels fit. */
export const fitting = (area: Area, each: number) => Math.max(2, Math.floor((area.right - area.left) / each));
