import DOMPurify from 'dompurify';
import { useEffect, useRef } from 'react';

import { renderMath } from '@/components/rich-text/math';

import classes from './rich-text.module.css';

interface Props {
  html: string;
  /** That it is written in, where that is known. */
  language?: string;
  testId?: string;
}

/**
 * Text that somebody wrote, sanitised a second time (the server did it first) before it enters the page.
 *
 * Style attributes go: the Content-Security-Policy refuses them anyway.
 */
export function RichText({ html, language, testId }: Props) {
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

  return <div ref={container} className={classes.statement} lang={language} data-testid={testId} />;
}
