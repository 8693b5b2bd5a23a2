import { useTranslation } from 'react-i18next';

import { VerdictBadge } from '@/components/verdict/verdict-badge';
import { VERDICT_CODES, type VerdictName } from '@/features/manage/kit/verdict-codes';
import type { Cell } from '@/features/manage/rejudging/api';

import classes from './matrix.module.css';

interface Props {
  cells: readonly Cell[];
  /** Keys of the chosen ones, as `cellKey` makes them. */
  chosen: ReadonlySet<string>;
  /** null: nothing can be chosen any more. */
  onToggle: ((key: string) => void) | null;
}

export function cellKey(cell: { oldVerdict: VerdictName; newVerdict: VerdictName }): string {
  return `${cell.oldVerdict} ${cell.newVerdict}`;
}

/** Old verdicts by new ones: how many submissions went which way. Cells that changed are buttons. */
export function Matrix({ cells, chosen, onToggle }: Props) {
  const { t } = useTranslation();
  const known = new Map(cells.map((cell) => [cellKey(cell), cell]));
  const names = Object.keys(VERDICT_CODES) as VerdictName[];
  const rows = names.filter((name) => cells.some(({ oldVerdict }) => oldVerdict === name));
  const columns = names.filter((name) => cells.some(({ newVerdict }) => newVerdict === name));
  return (
    // A scrolling region must take focus, so that it can be scrolled by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.frame} role="group" aria-label={t('rejudging.matrix')} tabIndex={0}>
      <table className={classes.matrix}>
        <caption className={classes.caption}>{t('rejudging.matrixHint')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('rejudging.oldByNew')}</th>
            {columns.map((name) => (
              <th key={name} scope="col">
                <VerdictBadge verdict={VERDICT_CODES[name]} isShort />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <th scope="row">
                <VerdictBadge verdict={VERDICT_CODES[row]} isShort />
              </th>
              {columns.map((column) => {
                const key = cellKey({ oldVerdict: row, newVerdict: column });
                return (
                  <td key={column} data-same={row === column}>
                    <CellView
                      cell={known.get(key)}
                      isChosen={chosen.has(key)}
                      onToggle={onToggle === null ? null : () => onToggle(key)}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  cell: Cell | undefined;
  isChosen: boolean;
  onToggle: (() => void) | null;
}

function CellView({ cell, isChosen, onToggle }: CellProps) {
  const { t } = useTranslation();
  if (cell === undefined) return null;
  if (cell.changedCount === 0 || onToggle === null) return <>{cell.count}</>;
  const from = VERDICT_CODES[cell.oldVerdict];
  const to = VERDICT_CODES[cell.newVerdict];
  return (
    <button
      type="button"
      className={classes.cell}
      aria-pressed={isChosen}
      aria-label={t('rejudging.cell', { count: cell.count, from, to })}
      onClick={onToggle}
    >
      {cell.count}
    </button>
  );
}
