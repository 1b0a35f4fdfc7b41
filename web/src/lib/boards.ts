import type { BoardName } from "../api/types";
import { place } from "./router.svelte";

/** Of figures by board, those of the board in the address; all where none is. */
export function ofBoard<T extends { board: BoardName }>(list: T[]): T[] {
  return place.board ? list.filter((each) => each.board.id === place.board) : list;
}
