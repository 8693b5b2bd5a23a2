import type { RevealStep } from '@/features/standings/api/results';
import { ranked } from '@/features/standings/board';
import { totalsOf } from '@/features/standings/scoring';
import type { Board, BoardRow } from '@/lib/api/types';

/**
 * One press of the key: the cell that is next is pointed at, or its result is shown. Two, so that
 * the hall has the moment between.
 */
export interface Scene {
  rows: readonly BoardRow[];
  /** Whose result it is about; null at the very beginning and end. */
  entry: number | null;
  problem: number | null;
  isShown: boolean;
  /** Where the entry stood before and stands now, from 1 at the top. */
  from: number | null;
  to: number | null;
}

/** How many presses a reveal takes. */
export function sceneCount(steps: readonly RevealStep[]): number {
  return 2 * steps.length;
}

/**
 * What is on the stage after so many presses.
 *
 * `hidden` is the board as the public sees it before the ceremony, `truth` the staff's.
 */
export function sceneAt(
  hidden: Board,
  truth: Board,
  steps: readonly RevealStep[],
  presses: number,
): Scene {
  const shown = Math.floor(presses / 2);
  const isPointing = presses % 2 === 1;
  const rows = rowsAfter(hidden, truth, steps.slice(0, shown));
  const step = isPointing ? steps[shown] : steps[shown - 1];
  if (step === undefined) {
    return { rows, entry: null, problem: null, isShown: false, from: null, to: null };
  }
  return {
    rows,
    entry: step.entry,
    problem: step.problem,
    isShown: !isPointing,
    from: step.positionBefore,
    to: isPointing ? null : step.positionAfter,
  };
}

function rowsAfter(hidden: Board, truth: Board, steps: readonly RevealStep[]): BoardRow[] {
  const revealed = new Map<number, Set<number>>();
  for (const { entry, problem } of steps) {
    revealed.set(entry, (revealed.get(entry) ?? new Set<number>()).add(problem));
  }
  const known = new Map(truth.rows.map((row) => [row.entry.id, row]));
  const rows = hidden.rows.map((row) => {
    const problems = revealed.get(row.entry.id);
    const full = known.get(row.entry.id);
    if (problems === undefined || full === undefined) return row;
    const cells = { ...row.cells };
    for (const problem of problems) {
      const cell = full.cells[problem];
      if (cell === undefined) Reflect.deleteProperty(cells, problem);
      else cells[problem] = cell;
    }
    return { ...row, cells, ...totalsOf(hidden.format, Object.values(cells)) };
  });
  return ranked(rows);
}
