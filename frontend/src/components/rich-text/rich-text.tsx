import { useLayoutEffect, useRef } from 'react';

import { renderMath } from '@/components/rich-text/math';
import { safeFragment } from '@/components/rich-text/safe-fragment';

import classes from './rich-text.module.css';

interface Props {
  html: string;
  /** That it is written in, where that is known. */
  language?: string;
  testId?: string;
}

/** Text that somebody wrote, with its formulas. */
export function RichText({ html, language, testId }: Props) {
  const container = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = container.current;
    if (element === null) return;
    element.replaceChildren(safeFragment(html));
    renderMath(element);
  }, [html]);

  return <div ref={container} className={classes.statement} lang={language} data-testid={testId} />;
}
