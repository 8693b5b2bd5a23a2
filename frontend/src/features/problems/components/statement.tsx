import DOMPurify from 'dompurify';
import { useEffect, useRef } from 'react';

import { renderMath } from '@/features/problems/math';

import classes from './statement.module.css';

/**
 * The statement, sanitised a second time (the server did it first) before it enters the page.
 *
 * Style attributes go: the Content-Security-Policy refuses them anyway.
 */
export function Statement({ html, language }: { html: string; language: string }) {
  const container = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const fragment = DOMPurify.sanitize(html, {
      RETURN_DOM_FRAGMENT: true,
      FORBID_TAGS: ['style', 'form', 'input', 'button', 'textarea', 'select'],
      FORBID_ATTR: ['style', 'id', 'name'],
    });
    for (const link of fragment.querySelectorAll('a[href]')) {
      link.setAttribute('rel', 'noopener noreferrer');
      link.setAttribute('target', '_blank');
    }
    element.replaceChildren(fragment);
    void renderMath(element);
  }, [html]);

  return (
    <div ref={container} className={classes.statement} lang={language} data-testid="statement" />
  );
}
