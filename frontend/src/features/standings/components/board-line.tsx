import { memo, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';

import { StarFullIcon, StarIcon } from '@/components/icons';
import { hasPenalty } from '@/features/standings/components/board-head';
import { CELL_SIGNS, cellMain, cellName, cellState, cellWhen } from '@/features/standings/cells';
import type { Board, BoardProblem, BoardRow } from '@/lib/api/types';
import { formatClock, formatPoints } from '@/lib/format';

import classes from './board-table.module.css';

const MINUTE_MS = 60_000;

export interface LineProps {
  row: BoardRow;
  board: Board;
  index: number;
  isOwn: boolean;
  isFriend: boolean;
  isChanged: boolean;
  onToggleFriend?: ((name: string) => void) | undefined;
  isPinned?: boolean;
  /** From the top of the list, where only what is in sight is drawn. */
  offset?: number | undefined;
}

/** One entry's row. */
export const BoardLine = memo(function BoardLine(props: LineProps) {
  const { row, board, index, isOwn, isFriend, isChanged, isPinned = false, offset } = props;
  const { t } = useTranslation();
  const { entry } = row;
  const style: CSSProperties | undefined =
    offset === undefined ? undefined : { transform: `translateY(${offset}px)` };
  return (
    <div
      role="row"
      // The pinned row repeats one that stands further down.
      aria-rowindex={isPinned ? undefined : index + 2}
      className={classes.row}
      data-own={isOwn || undefined}
      data-pinned={isPinned || undefined}
      data-odd={index % 2 === 1 || undefined}
      data-changed={isChanged || undefined}
      data-entry={entry.id}
      data-testid={isPinned ? 'own-row' : 'board-row'}
      style={style}
    >
      <span role="cell" className={classes.rank}>
        {row.rank ?? <span title={t('standings.noRank')}>–</span>}
      </span>
      <span role="rowheader" className={classes.name}>
        {props.onToggleFriend !== undefined && !isOwn && (
          <button
            type="button"
            className={classes.star}
            aria-pressed={isFriend}
            aria-label={t('standings.follow', { name: entry.name })}
            title={t('standings.follow', { name: entry.name })}
            onClick={() => props.onToggleFriend?.(entry.name)}
          >
            {isFriend ? <StarFullIcon size={14} /> : <StarIcon size={14} />}
          </button>
        )}
        <span className={classes.who}>
          <span className={classes.entryName}>
            {entry.name}
            {isOwn && <span className={classes.you}>{t('standings.you')}</span>}
          </span>
          <span className={classes.organization}>
            {entry.is_virtual && `${t('standings.virtual')} `}
            {!entry.is_official && !entry.is_virtual && `${t('standings.unofficial')} `}
            {entry.organization}
          </span>
        </span>
      </span>
      <span role="cell" className={classes.total}>
        {board.ranks_by === 'points' ? formatPoints(row.score) : row.solved}
      </span>
      <span role="cell" className={classes.penalty}>
        {penaltyOf(row, board)}
      </span>
      {board.problems.map((problem) => (
        <Cell key={problem.ordinal} row={row} problem={problem} board={board} />
      ))}
    </div>
  );
});

function penaltyOf(row: BoardRow, board: Board): string {
  if (board.format === 'icpc') return String(Math.floor(row.penalty_ms / MINUTE_MS));
  if (hasPenalty(board)) return formatClock(row.penalty_ms);
  return row.last_ms === null ? '' : formatClock(row.last_ms);
}

function Cell({ row, problem, board }: { row: BoardRow; problem: BoardProblem; board: Board }) {
  const { t } = useTranslation();
  const cell = row.cells[problem.ordinal];
  const state = cellState(cell, problem.first_solver === row.entry.id);
  const hasPoints = board.ranks_by === 'points';
  const name = cellName(t, problem.label, cell, state, hasPoints);
  return (
    <span role="cell" className={classes.cell} data-state={state} title={name} aria-label={name}>
      {cell !== undefined && state !== 'empty' && (
        <>
          <span className={classes.main} aria-hidden="true">
            <span className={classes.sign}>{CELL_SIGNS[state]}</span>
            {cellMain(cell, hasPoints)}
          </span>
          <span className={classes.when} aria-hidden="true">
            {cellWhen(cell)}
          </span>
        </>
      )}
    </span>
  );
}
