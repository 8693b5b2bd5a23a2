import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';

import { CELL_SIGNS, cellMain, cellName, cellState, cellWhen } from '@/features/standings/cells';
import type { Scene } from '@/features/standings/ceremony';
import { hasPenalty } from '@/features/standings/components/board-head';
import type { Board, BoardRow } from '@/lib/api/types';
import { formatClock, formatPoints } from '@/lib/format';

import classes from './ceremony.module.css';

const ABOVE = 16;
const BELOW = 8;
const MINUTE_MS = 60_000;

interface Props {
  board: Board;
  scene: Scene;
  isAtEnd: boolean;
}

/**
 * The rows around the one that it is about. Each stands at its place by a transform, so that a row
 * that rises is seen to rise; where motion is unwanted it is simply there.
 */
export function StageRows({ board, scene, isAtEnd }: Props) {
  const { rows } = scene;
  const from = isAtEnd ? 1 : (scene.from ?? rows.length);
  // The eye stays where the row was: the next one to come stands there.
  const focus = Math.min(rows.length, Math.max(1, from)) - 1;
  const first = Math.max(0, focus - ABOVE);
  const inSight = rows
    .map((row, index) => ({ row, index }))
    .filter(({ row, index }) => {
      const isActor = row.entry.id === scene.entry;
      return isActor || (index >= first && index <= focus + (isAtEnd ? ABOVE : BELOW));
    })
    // A stable order in the page, else React would move elements and end their movement.
    .sort((one, other) => one.row.entry.id - other.row.entry.id);
  return (
    <div className={classes.hall} data-end={isAtEnd || undefined}>
      <div className={classes.rows} style={{ '--focus': focus } as CSSProperties}>
        {inSight.map(({ row, index }) => (
          <StageRow
            key={row.entry.id}
            row={row}
            board={board}
            index={index}
            scene={scene}
            isSettled={isAtEnd || index > focus}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  row: BoardRow;
  board: Board;
  index: number;
  scene: Scene;
  isSettled: boolean;
}

function StageRow({ row, board, index, scene, isSettled }: RowProps) {
  const { t } = useTranslation();
  const isActor = row.entry.id === scene.entry;
  const hasPoints = board.ranks_by === 'points';
  return (
    <div
      className={classes.row}
      style={{ '--at': index } as CSSProperties}
      data-actor={isActor || undefined}
      data-settled={isSettled || undefined}
      data-testid="stage-row"
    >
      <span className={classes.rank}>{row.rank ?? '–'}</span>
      <span className={classes.name}>
        <strong>{row.entry.name}</strong>
        <span>{row.entry.organization}</span>
      </span>
      <span className={classes.total}>{hasPoints ? formatPoints(row.score) : row.solved}</span>
      <span className={classes.penalty}>{penalty(row, board)}</span>
      <span className={classes.cells}>
        {board.problems.map((problem) => {
          const cell = row.cells[problem.ordinal];
          const state = cellState(cell, false);
          const isNext = isActor && scene.problem === problem.ordinal;
          return (
            <span
              key={problem.ordinal}
              className={classes.cell}
              data-state={state}
              data-next={(isNext && !scene.isShown) || undefined}
              data-shown={(isNext && scene.isShown) || undefined}
              title={cellName(t, problem.label, cell, state, hasPoints)}
            >
              <span className={classes.label}>{problem.label}</span>
              {cell !== undefined && state !== 'empty' && (
                <span>
                  {CELL_SIGNS[state]}
                  {cellMain(cell, hasPoints)} <small>{cellWhen(cell)}</small>
                </span>
              )}
            </span>
          );
        })}
      </span>
    </div>
  );
}

function penalty(row: BoardRow, board: Board): string {
  if (!hasPenalty(board)) return '';
  return board.format === 'icpc'
    ? String(Math.floor(row.penalty_ms / MINUTE_MS))
    : formatClock(row.penalty_ms);
}
