import type { Board, BoardEvent, BoardProblem, BoardRow } from '@/lib/api/types';

/** As the server sorts: by key, official before unofficial, then by the entry's id. */
export function compareRows(one: BoardRow, other: BoardRow): number {
  for (let index = 0; index < one.key.length; index += 1) {
    const difference = (one.key[index] ?? 0) - (other.key[index] ?? 0);
    if (difference !== 0) return difference;
  }
  const unranked = Number(!isRanked(one)) - Number(!isRanked(other));
  return unranked !== 0 ? unranked : one.entry.id - other.entry.id;
}

/** Only official live entries hold ranks. */
export function isRanked({ entry }: BoardRow): boolean {
  return entry.is_official && !entry.is_virtual;
}

/** Sort rows and give them ranks: equal keys share one, and the next is left out for each. */
export function ranked(rows: readonly BoardRow[]): BoardRow[] {
  let count = 0;
  let rank = 0;
  let last: string | null = null;
  return [...rows].sort(compareRows).map((row) => {
    if (!isRanked(row)) return { ...row, rank: null };
    count += 1;
    const key = row.key.join();
    if (key !== last) {
      rank = count;
      last = key;
    }
    return { ...row, rank };
  });
}

/**
 * The board after a live event; the same board where the event is old, null where something
 * between is missing and the whole must be read anew.
 */
export function withRows(board: Board, event: BoardEvent, sequence: number): Board | null {
  if (sequence <= board.sequence) return board;
  if (board.sequence < event.since) return null;
  const news = new Map(event.rows.map((row) => [row.entry.id, row]));
  const kept = board.rows.filter((row) => !news.has(row.entry.id));
  const rows = ranked([...kept, ...news.values()]);
  const problems = board.problems.map((problem) => counted(problem, rows));
  return { ...board, sequence, rows, problems };
}

function counted(problem: BoardProblem, rows: readonly BoardRow[]): BoardProblem {
  const cells = rows.flatMap((row) => {
    const cell = row.cells[problem.ordinal];
    return cell === undefined ? [] : [{ row, cell }];
  });
  const solved = cells.filter(({ cell }) => cell.is_solved);
  return {
    ...problem,
    tried: cells.length,
    solved: solved.length,
    first_solver: firstSolver(
      problem,
      cells.filter(({ row }) => isRanked(row)),
    ),
  };
}

/** Who is certainly first: while an official try is open, only the server can tell. */
function firstSolver(
  problem: BoardProblem,
  cells: { row: BoardRow; cell: BoardRow['cells'][string] }[],
): number | null {
  const known = cells.find(({ row }) => row.entry.id === problem.first_solver);
  if (known?.cell.is_solved === true) return problem.first_solver;
  const solved = cells.filter(({ cell }) => cell.is_solved && cell.time_ms !== null);
  const [first] = solved.sort(
    (one, other) =>
      (one.cell.time_ms ?? 0) - (other.cell.time_ms ?? 0) || one.row.entry.id - other.row.entry.id,
  );
  const isOpen = cells.some(({ cell }) => cell.pending > 0);
  return first === undefined || isOpen ? null : first.row.entry.id;
}

export interface BoardFilter {
  show?: 'official' | 'friends' | undefined;
  group?: string | undefined;
  find?: string | undefined;
}

/** The rows that are asked for; their ranks stay those of the whole board. */
export function filtered(
  rows: readonly BoardRow[],
  filter: BoardFilter,
  friends: ReadonlySet<string>,
  ownEntry: number | null,
): BoardRow[] {
  const words = (filter.find ?? '').toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ entry }) => {
    if (filter.show === 'official' && (!entry.is_official || entry.is_virtual)) return false;
    if (filter.show === 'friends' && entry.id !== ownEntry && !friends.has(entry.name))
      return false;
    if (filter.group !== undefined && entry.organization !== filter.group) return false;
    const text = `${entry.name} ${entry.organization}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export function groupsOf(rows: readonly BoardRow[]): string[] {
  const names = new Set(rows.map(({ entry }) => entry.organization).filter((name) => name !== ''));
  return [...names].sort((one, other) => one.localeCompare(other));
}
