import { diffArrays, diffChars } from 'diff';

/** A piece of a line; `isChanged` where the other side has something else. */
export interface Piece {
  text: string;
  isChanged: boolean;
}

export interface Side {
  number: number;
  pieces: Piece[];
}

/** Two lines beside each other; null where one side has none. */
export interface Row {
  isSame: boolean;
  left: Side | null;
  right: Side | null;
}

const LONGEST_LINE_BY_CHARS = 400;
const LONGEST_EFFORT_MS = 150;
export const MOST_LINES = 1_000;

/** Lines with their ends, so that a missing or another line end is a difference. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Both texts, line beside line. */
export function rowsOf(left: string, right: string): Row[] {
  const lefts = linesOf(left);
  const rights = linesOf(right);
  const rows: Row[] = [];
  let l = 0;
  let r = 0;
  for (const { removed, added, count } of changesOf(lefts, rights)) {
    if (!removed && !added) {
      for (let i = 0; i < count; i += 1, l += 1, r += 1) rows.push(same(lefts[l] ?? '', l, r));
    } else {
      const pairs = Math.max(removed, added);
      for (let i = 0; i < pairs; i += 1) {
        rows.push(
          changed(
            i < removed ? { text: lefts[l + i] ?? '', number: l + i + 1 } : null,
            i < added ? { text: rights[r + i] ?? '', number: r + i + 1 } : null,
          ),
        );
      }
      l += removed;
      r += added;
    }
  }
  return rows;
}

interface Change {
  removed: number;
  added: number;
  /** Of equal lines, where nothing is removed or added. */
  count: number;
}

function changesOf(lefts: string[], rights: string[]): Change[] {
  const found = diffArrays(lefts, rights, { timeout: LONGEST_EFFORT_MS });
  // Too different to compare well: all of one beside all of the other.
  if (found === undefined) return [{ removed: lefts.length, added: rights.length, count: 0 }];
  const changes: Change[] = [];
  for (const part of found) {
    const last = changes.at(-1);
    const removed = part.removed ? part.count : 0;
    const added = part.added ? part.count : 0;
    if (last?.count === 0 && removed + added > 0) {
      last.removed += removed;
      last.added += added;
    } else {
      changes.push({ removed, added, count: removed + added > 0 ? 0 : part.count });
    }
  }
  return changes;
}

function same(text: string, l: number, r: number): Row {
  const pieces = [{ text, isChanged: false }];
  return { isSame: true, left: { number: l + 1, pieces }, right: { number: r + 1, pieces } };
}

interface Line {
  text: string;
  number: number;
}

function changed(left: Line | null, right: Line | null): Row {
  const whole = (line: Line | null): Side | null =>
    line && { number: line.number, pieces: [{ text: line.text, isChanged: true }] };
  const isLong = (left?.text.length ?? 0) + (right?.text.length ?? 0) > 2 * LONGEST_LINE_BY_CHARS;
  if (left === null || right === null || isLong) {
    return { isSame: false, left: whole(left), right: whole(right) };
  }
  const parts = diffChars(left.text, right.text);
  const pieces = (side: 'added' | 'removed') =>
    parts
      .filter((part) => !part[side])
      .map((part) => ({ text: part.value, isChanged: part.added || part.removed }));
  return {
    isSame: false,
    left: { number: left.number, pieces: pieces('added') },
    right: { number: right.number, pieces: pieces('removed') },
  };
}
