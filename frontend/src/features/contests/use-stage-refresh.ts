import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { CONTESTS } from '@/features/contests/api/get-contests';
import { setProblemsQuery } from '@/features/contests/api/get-set-problems';
import { ownWindow, stageOf } from '@/features/contests/phases';
import type { Contest } from '@/lib/api/types';
import { useServerSecond } from '@/lib/server-clock';

/** When a contest starts, freezes or ends before one's eyes, ask the server what has changed. */
export function useStageRefresh(contest: Contest): void {
  const client = useQueryClient();
  const now = useServerSecond();
  const window = ownWindow(contest);
  const isFreezing = contest.freeze_at !== null && now >= Date.parse(contest.freeze_at);
  const stage = `${stageOf(window, now)}${stageOf(contest, now)}${isFreezing}`;
  const asOf = Date.parse(contest.now);
  const wasFreezing = contest.freeze_at !== null && asOf >= Date.parse(contest.freeze_at);
  const known = `${stageOf(window, asOf)}${stageOf(contest, asOf)}${wasFreezing}`;
  const { slug } = contest;
  useEffect(() => {
    if (stage === known) return;
    void client.invalidateQueries({ queryKey: [...CONTESTS, 'one', slug] });
    void client.invalidateQueries({ queryKey: setProblemsQuery(slug).queryKey });
    void client.invalidateQueries({ queryKey: ['standings', slug] });
  }, [client, slug, stage, known]);
}
