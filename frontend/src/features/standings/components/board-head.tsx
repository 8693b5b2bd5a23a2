import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Board } from '@/lib/api/types';

import classes from './board-table.module.css';

/** Whether the format's penalty is worth a column. */
export function hasPenalty(board: Board): boolean {
  return board.format === 'icpc' || board.format === 'atcoder';
}

interface Props {
  board: Board;
  linkTo?: ((label: string, children: ReactNode) => ReactNode) | undefined;
}

export function BoardHead({ board, linkTo }: Props) {
  const { t } = useTranslation();
  return (
    <div role="row" aria-rowindex={1} className={classes.head}>
      <span role="columnheader" className={classes.rank}>
        {t('standings.rank')}
      </span>
      <span role="columnheader" className={classes.name}>
        {t('standings.entry')}
      </span>
      <span role="columnheader" className={classes.total}>
        {t(board.ranks_by === 'points' ? 'standings.points' : 'standings.solved')}
      </span>
      <span role="columnheader" className={classes.penalty}>
        {hasPenalty(board) ? t('standings.penalty') : t('standings.time')}
      </span>
      {board.problems.map((problem) => {
        const label = <span className={classes.label}>{problem.label}</span>;
        return (
          <span
            key={problem.ordinal}
            role="columnheader"
            className={classes.problem}
            title={t('standings.solvedOfTried', { solved: problem.solved, tried: problem.tried })}
          >
            {linkTo?.(problem.label, label) ?? label}
            <svg className={classes.swatch} viewBox="0 0 24 4" aria-hidden="true" focusable="false">
              <rect width="24" height="4" rx="2" fill={problem.colour || 'currentColor'} />
            </svg>
            <span className={classes.count}>
              {problem.solved}/{problem.tried}
            </span>
          </span>
        );
      })}
    </div>
  );
}
