import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

const HOUR_MS = 3_600_000;

/** All attempts of a contest that is over and revealed. */
export function replayQuery(slug: string) {
  return queryOptions({
    queryKey: ['standings', slug, 'replay'] as const,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/contests/{slug}/replay', { params: { path: { slug } }, signal })),
    staleTime: HOUR_MS,
  });
}

export function statisticsQuery(slug: string) {
  return queryOptions({
    queryKey: ['standings', slug, 'statistics'] as const,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/contests/{slug}/statistics', { params: { path: { slug } }, signal })),
    staleTime: 60_000,
  });
}

const STEP_MS = 10_000;

/** The live entries as they stood so long after the start: whom a virtual entry races. */
export function pastBoardQuery(slug: string, atMs: number) {
  const at_ms = Math.floor(atMs / STEP_MS) * STEP_MS;
  return queryOptions({
    queryKey: ['standings', slug, 'past', at_ms] as const,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/contests/{slug}/scoreboard/past', {
          params: { path: { slug }, query: { at_ms } },
          signal,
        }),
      ),
    staleTime: HOUR_MS,
  });
}
