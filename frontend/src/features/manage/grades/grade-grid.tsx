import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Tag } from '@/components/tag/tag';
import type { Book, BookColumn, BookRow } from '@/features/manage/grades/api';
import { formatPoints } from '@/lib/format';

import classes from './grade-grid.module.css';

export interface Cell {
  row: BookRow;
  column: BookColumn;
}

interface Props {
  book: Book;
  onOpen: (cell: Cell) => void;
}

/** Where a key leads from a cell; null where it isn't one of ours. */
function stepOf(key: string, row: number, column: number, rows: number, columns: number) {
  const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  switch (key) {
    case 'ArrowUp':
      return [within(row - 1, rows), column] as const;
    case 'ArrowDown':
      return [within(row + 1, rows), column] as const;
    case 'ArrowLeft':
      return [row, within(column - 1, columns)] as const;
    case 'ArrowRight':
      return [row, within(column + 1, columns)] as const;
    case 'Home':
      return [row, 0] as const;
    case 'End':
      return [row, columns - 1] as const;
    case 'PageUp':
      return [0, column] as const;
    case 'PageDown':
      return [rows - 1, column] as const;
    default:
      return null;
  }
}

/** Students by assignments. One cell takes Tab; arrows move, Enter opens what it is made of. */
export function GradeGrid({ book, onOpen }: Props) {
  const { t } = useTranslation();
  const table = useRef<HTMLTableElement>(null);
  const [[activeRow, activeColumn], setActive] = useState<readonly [number, number]>([0, 0]);
  const { rows, columns } = book;

  const onKeyDown = (event: KeyboardEvent, row: number, column: number) => {
    const next = stepOf(event.key, row, column, rows.length, columns.length);
    if (next === null) return;
    event.preventDefault();
    setActive(next);
    table.current
      ?.querySelector<HTMLElement>(`[data-row="${next[0]}"][data-column="${next[1]}"]`)
      ?.focus();
  };
  return (
    <div className={classes.frame}>
      {/* ARIA's grid on a table: the headers keep their cells. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role */}
      <table ref={table} className={classes.grid} role="grid" aria-label={t('managedGrades.grid')}>
        <thead>
          <tr>
            <th scope="col" className={classes.name}>
              {t('managedGrades.student')}
            </th>
            {columns.map(({ slug, title, isReleased, maxTotal }) => (
              <th key={slug} scope="col">
                {title}
                <span className={classes.max}>
                  {t('managedGrades.outOf', { max: formatPoints(maxTotal) })}{' '}
                  {isReleased && <Tag tone="green">{t('managedGrades.released')}</Tag>}
                </span>
              </th>
            ))}
            <th scope="col">{t('managedGrades.total')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, rowIndex) => (
            <tr key={row.username}>
              <th scope="row" className={classes.name}>
                {row.name || row.username}
                <span className={classes.max}>{row.studentNumber || row.username}</span>
              </th>
              {columns.map((column, columnIndex) => {
                const cell = row.cells.find(({ slug }) => slug === column.slug);
                const isActive = rowIndex === activeRow && columnIndex === activeColumn;
                return (
                  <td key={column.slug}>
                    <button
                      type="button"
                      className={classes.cell}
                      data-row={rowIndex}
                      data-column={columnIndex}
                      data-adjusted={(cell?.adjustment ?? 0) !== 0 || undefined}
                      tabIndex={isActive ? 0 : -1}
                      aria-label={t('managedGrades.cell', {
                        name: row.name || row.username,
                        title: column.title,
                        points: formatPoints(cell?.final ?? 0),
                      })}
                      onFocus={() => setActive([rowIndex, columnIndex])}
                      onKeyDown={(event) => onKeyDown(event, rowIndex, columnIndex)}
                      onClick={() => onOpen({ row, column })}
                    >
                      {formatPoints(cell?.final ?? 0)}
                    </button>
                  </td>
                );
              })}
              <td className={classes.total}>{formatPoints(row.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
