import { useEffect, useState } from 'react';

import { hasMath, isMathLoaded, loadMath } from '@/components/rich-text/math';

/**
 * Whether a text can be shown with its formulas at once; once true it stays so.
 *
 * For pages whose text is long: formulas that come later would move all that is below them.
 */
export function useMath(html: string | undefined): boolean {
  const [isOver, setOver] = useState(isMathLoaded);
  const [wasReady, setWasReady] = useState(false);
  const needs = html !== undefined && hasMath(html);
  useEffect(() => {
    if (!needs || isOver) return;
    // Without formulas the text can still be read.
    const show = () => setOver(true);
    loadMath().then(show, show);
  }, [needs, isOver]);
  const isReady = wasReady || (html !== undefined && (!needs || isOver));
  if (isReady && !wasReady) setWasReady(true);
  return isReady;
}
