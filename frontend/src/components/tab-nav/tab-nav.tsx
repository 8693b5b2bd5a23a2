import type { ReactNode } from 'react';

import { useActiveShown } from '@/components/tab-nav/use-active-shown';

import classes from './tab-nav.module.css';

/** Links to the parts of one thing, as a row that scrolls sideways by itself on a phone. */
export function TabNav({ label, children }: { label: string; children: ReactNode }) {
  const nav = useActiveShown();
  return (
    <nav ref={nav} className={classes.nav} aria-label={label}>
      {children}
    </nav>
  );
}

/** For the `className` of the router's links in a TabNav. */
export const tabLink: string = classes.link ?? '';

/** A number beside a tab's name: what is new there. */
export function TabCount({ count, label }: { count: number; label: string }) {
  if (count === 0) return null;
  return (
    <span className={classes.count} aria-label={label}>
      {count}
    </span>
  );
}
