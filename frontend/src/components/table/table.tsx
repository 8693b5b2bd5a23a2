import type { ReactNode } from 'react';

import classes from './table.module.css';

interface Props {
  label: string;
  head: ReactNode;
  children: ReactNode;
}

/** A dense table in a panel that scrolls sideways by itself where the screen is narrow. */
export function DataTable({ label, head, children }: Props) {
  return (
    // A scrolling region must take focus, so that it can be scrolled by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.frame} role="group" aria-label={label} tabIndex={0}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
