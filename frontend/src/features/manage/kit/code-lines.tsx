import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import classes from './code-lines.module.css';

interface Props {
  source: string;
  label: string;
  /** Where the source's files begin; none: it is one text. Lines are counted in each. */
  files?: readonly { name: string; firstLine: number }[];
  /** Whether a line, from 1, stands out. */
  isMarked?: (line: number) => boolean;
  /** Somebody chose a line by its number; without it numbers are no buttons. */
  onLine?: (line: number) => void;
  /** What stands under a line. */
  below?: (line: number) => ReactNode;
}

/** A source with its line numbers, and what is said under its lines. */
export function CodeLines({ source, label, files = [], isMarked, onLine, below }: Props) {
  const { t } = useTranslation();
  const lines = source.replace(/\r?\n$/, '').split(/\r?\n/);
  return (
    // A scrolling region must take focus, so that it can be scrolled by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.code} role="group" aria-label={label} tabIndex={0}>
      {lines.map((text, index) => {
        const line = index + 1;
        const under = below?.(line);
        const file = files.findLast((one) => one.firstLine <= line);
        const number = file === undefined ? line : line - file.firstLine + 1;
        return (
          <div key={line} className={classes.line} data-marked={isMarked?.(line) === true}>
            {file?.firstLine === line && <h3 className={classes.file}>{file.name}</h3>}
            {onLine === undefined ? (
              <span className={classes.number}>{number}</span>
            ) : (
              <button
                type="button"
                className={classes.number}
                aria-label={t('code.commentOn', {
                  line: file === undefined ? line : `${file.name}:${number}`,
                })}
                onClick={() => onLine(line)}
              >
                {number}
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
