import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type CSSProperties, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { BoardLine, type LineProps } from '@/features/standings/components/board-line';
import { BoardHead } from '@/features/standings/components/board-head';
import type { Board, BoardRow } from '@/lib/api/types';

import classes from './board-table.module.css';

const ROW_PX = 44;
/** Fewer than these are drawn whole, so that the browser can search in them. */
const VIRTUAL_FROM = 80;

interface Props {
  board: Board;
  rows: readonly BoardRow[];
  ownEntry: number | null;
  friends: ReadonlySet<string>;
  onToggleFriend?: ((name: string) => void) | undefined;
  /** Leads from a column's head to the problem. */
  linkTo?: ((label: string, children: ReactNode) => ReactNode) | undefined;
  highlighted?: ReadonlySet<number>;
}

/** A scoreboard of any length: only the rows in sight are in the page, and one's own always is. */
export function BoardTable(props: Props) {
  const { board, rows, ownEntry, friends, onToggleFriend, linkTo, highlighted } = props;
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const isVirtual = rows.length >= VIRTUAL_FROM;
  // The list of rows is a store of its own that the compiler can't see through.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: isVirtual ? rows.length : 0,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    getItemKey: (index) => rows[index]?.entry.id ?? index,
  });
  const columns: CSSProperties = {
    '--problems': board.problems.length,
  } as CSSProperties;
  const own = rows.find((row) => row.entry.id === ownEntry);
  const line = (row: BoardRow, index: number): LineProps & { key: number } => ({
    key: row.entry.id,
    row,
    board,
    index,
    isOwn: row.entry.id === ownEntry,
    isFriend: friends.has(row.entry.name),
    isChanged: highlighted?.has(row.entry.id) ?? false,
    onToggleFriend,
  });

  return (
    // What scrolls must take focus.
    <div
      ref={frame}
      className={classes.frame}
      role="table"
      aria-label={t('standings.heading')}
      aria-rowcount={rows.length + 1}
      // A scrolling region must take focus, so that it can be scrolled by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      style={columns}
      data-ranks={board.ranks_by}
      data-testid="board"
    >
      <div role="rowgroup" className={classes.top}>
        <BoardHead board={board} linkTo={linkTo} />
        {own !== undefined && rows.length > 8 && (
          <BoardLine {...line(own, rows.indexOf(own))} key="own" isPinned />
        )}
      </div>
      {isVirtual ? (
        <div
          role="rowgroup"
          className={classes.virtual}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const { key, ...rest } = line(row, item.index);
            return <BoardLine key={key} {...rest} offset={item.start} />;
          })}
        </div>
      ) : (
        <div role="rowgroup">
          {rows.map((row, index) => {
            const { key, ...rest } = line(row, index);
            return <BoardLine key={key} {...rest} />;
          })}
        </div>
      )}
    </div>
  );
}
