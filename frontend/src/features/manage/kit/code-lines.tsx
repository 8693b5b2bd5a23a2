import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import classes from './code-lines.module.css';

interface Props {
  source: string;
  label: string;
  /** Whether a line, from 1, stands out. */
  isMarked?: (line: number) => boolean;
  /** Somebody chose a line by its number; without it numbers are no buttons. */
  onLine?: (line: number) => void;
  /** What stands under a line. */
  below?: (line: number) => ReactNode;
}

/** A source with its line numbers, and what is said under its lines. */
export function CodeLines({ source, label, isMarked, onLine, below }: Props) {
  const { t } = useTranslation();
  const lines = source.replace(/\r?\n$/, '').split(/\r?\n/);
  return (
    // A scrolling region must take focus, so that it can be scrolled by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.code} role="group" aria-label={label} tabIndex={0}>
      {lines.map((text, index) => {
        const line = index + 1;
        const under = below?.(line);
        return (
          <div key={line} className={classes.line} data-marked={isMarked?.(line) === true}>
            {onLine === undefined ? (
              <span className={classes.number}>{line}</span>
            ) : (
              <button
                type="button"
                className={classes.number}
                aria-label={t('code.commentOn', { line })}
                onClick={() => onLine(line)}
              >
                {line}
              </button>
            )}
            <code className={classes.text}>{text === '' ? ' ' : text}</code>
            {under !== undefined && under !== null && <div className={classes.below}>{under}</div>}
          </div>
        );
      })}
    </div>
  );
}
