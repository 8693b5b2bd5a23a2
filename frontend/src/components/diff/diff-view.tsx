import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { MOST_LINES, rowsOf, type Piece, type Side } from '@/components/diff/rows';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';

import classes from './diff-view.module.css';

interface Props {
  left: string;
  right: string;
  leftTitle: string;
  rightTitle: string;
  /** Whether blanks, tabs and line ends are drawn. */
  showsSpace?: boolean;
  testId?: string;
}

/** Two texts beside each other, with what differs marked. */
export function DiffView({
  left,
  right,
  leftTitle,
  rightTitle,
  showsSpace = false,
  testId,
}: Props) {
  const { t } = useTranslation();
  const rows = useMemo(() => rowsOf(left, right), [left, right]);
  return (
    // A scrolling region must take focus, so that it can be scrolled by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.frame} role="group" aria-label={t('diff.label')} tabIndex={0}>
      <table className={classes.table} data-testid={testId}>
        <thead>
          <tr>
            <th colSpan={2} scope="col">
              {leftTitle}
            </th>
            <th colSpan={2} scope="col">
              {rightTitle}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_LINES).map((row, index) => (
            <tr key={index} data-same={row.isSame}>
              <Cell side={row.left} kind={row.isSame ? 'same' : 'left'} showsSpace={showsSpace} />
              <Cell side={row.right} kind={row.isSame ? 'same' : 'right'} showsSpace={showsSpace} />
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_LINES && (
        <p className={classes.more}>{t('diff.more', { count: rows.length - MOST_LINES })}</p>
      )}
    </div>
  );
}

interface CellProps {
  side: Side | null;
  kind: 'same' | 'left' | 'right';
  showsSpace: boolean;
}

function Cell({ side, kind, showsSpace }: CellProps) {
  const { t } = useTranslation();
  if (side === null) {
    return (
      <>
        <td className={classes.number} />
        <td className={classes.none} />
      </>
    );
  }
  return (
    <>
      <td className={classes.number}>{side.number}</td>
      <td className={classes.line} data-kind={kind}>
        {kind !== 'same' && <VisuallyHidden>{t('diff.differs')} </VisuallyHidden>}
        {side.pieces.map((piece, index) => (
          <PieceText key={index} piece={piece} showsSpace={showsSpace} />
        ))}
        {showsSpace && !side.pieces.at(-1)?.text.endsWith('\n') && (
          <span className={classes.space}>{t('diff.noLineEnd')}</span>
        )}
      </td>
    </>
  );
}

function PieceText({ piece, showsSpace }: { piece: Piece; showsSpace: boolean }) {
  const text = showsSpace ? marked(piece.text) : piece.text.replace(/\r?\n$/, '');
  return piece.isChanged ? <mark className={classes.changed}>{text}</mark> : <>{text}</>;
}

const MARKS: Record<string, string> = { ' ': '·', '\t': '→\t', '\r': '␍', '\n': '↵' };

function marked(text: string) {
  return text.split(/([ \t\r\n]+)/).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <span key={index} className={classes.space}>
        {part.replace(/[ \t\r\n]/g, (one) => MARKS[one] ?? one)}
      </span>
    ),
  );
}
