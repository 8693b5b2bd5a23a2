import type { HTMLAttributes } from 'react';

import classes from './visually-hidden.module.css';

/** For ears only. */
export function VisuallyHidden(props: HTMLAttributes<HTMLSpanElement>) {
  return <span className={classes.hidden} {...props} />;
}
