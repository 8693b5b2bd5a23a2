import { useEffect, useState } from 'react';

import { hasMath, isMathLoaded, loadMath } from '@/components/rich-text/math';

/**
 * Whether a text can be shown with its formulas at once; once true it stays so.
 *
 * For pages whose text is long: formulas that come later would move all that is below them.
 */
export function useMath(html: string | undefined): boolean {
  const [isReady, setReady] = useState(false);
  const needs = html !== undefined && hasMath(html) && !isMathLoaded();
  useEffect(() => {
    if (html === undefined || isReady) return;
    if (!needs) {
      setReady(true);
      return;
    }
    const show = () => setReady(true);
    // Without formulas the text can still be read.
    loadMath().then(show, show);
  }, [html, needs, isReady]);
  return isReady || (html !== undefined && !needs);
}
