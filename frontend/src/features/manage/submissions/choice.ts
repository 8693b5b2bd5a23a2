import type { Verdict } from '@/lib/verdicts';

/** What submissions are chosen by, as it stands in the URL. */
export interface Choice {
  problem?: string | undefined;
  set?: string | undefined;
  course?: string | undefined;
  username?: string | undefined;
  language?: string | undefined;
  verdict?: Verdict | undefined;
  judgehost?: string | undefined;
  text?: string | undefined;
}

export const SORTS = ['newest', 'slowest', 'largest', 'best'] as const;
export type Sort = (typeof SORTS)[number];
