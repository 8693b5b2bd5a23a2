import type { ReactNode } from 'react';

import type { Tone } from '@/lib/design/tokens';

import classes from './tag.module.css';

/** A short word about something, beside it. */
export function Tag({ tone = 'grey', children }: { tone?: Tone | 'mark'; children: ReactNode }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  );
}
