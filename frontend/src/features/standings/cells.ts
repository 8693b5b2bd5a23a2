import type { TFunction } from 'i18next';

import type { BoardCell } from '@/lib/api/types';
import { formatClock, formatPoints } from '@/lib/format';

export type CellState = 'solved' | 'first' | 'partial' | 'failed' | 'pending' | 'empty';

/** What a cell says by its colour, and by its sign and its name as well. */
export function cellState(cell: BoardCell | undefined, isFirst: boolean): CellState {
  if (cell === undefined || (cell.attempts === 0 && cell.pending === 0)) return 'empty';
  if (cell.is_solved) return isFirst ? 'first' : 'solved';
  if (cell.pending > 0) return 'pending';
  return cell.score > 0 ? 'partial' : 'failed';
}

export const CELL_SIGNS: Record<CellState, string> = {
  solved: '+',
  first: '★',
  partial: '◐',
  failed: '−',
  pending: '?',
  empty: '',
};

/** The large figure of a cell. */
export function cellMain(cell: BoardCell, hasPoints: boolean): string {
  if (hasPoints) return cell.attempts > 0 ? formatPoints(cell.score) : '';
  const tries = cell.attempts + cell.pending;
  if (cell.is_solved) return cell.attempts > 1 ? String(cell.attempts - 1) : '';
  return cell.pending > 0 && cell.attempts > 0 ? `${cell.attempts}+${cell.pending}` : String(tries);
}

/** The small figure: when. */
export function cellWhen(cell: BoardCell): string {
  const at = cell.is_solved || cell.score > 0 ? cell.time_ms : null;
  return at === null ? '' : formatClock(at);
}

export function cellName(
  t: TFunction,
  label: string,
  cell: BoardCell | undefined,
  state: CellState,
  hasPoints: boolean,
): string {
  if (cell === undefined || state === 'empty') return t('standings.cellEmpty', { label });
  const words = [
    t(`standings.cell.${state}`, { label }),
    hasPoints ? t('standings.cellPoints', { points: formatPoints(cell.score) }) : '',
    t('standings.cellTries', { count: cell.attempts + cell.pending }),
    cell.pending > 0 ? t('standings.cellPending', { count: cell.pending }) : '',
    cellWhen(cell) === '' ? '' : t('standings.cellWhen', { when: cellWhen(cell) }),
  ];
  return words.filter((word) => word !== '').join(', ');
}
