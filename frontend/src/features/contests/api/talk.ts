import { queryOptions } from '@tanstack/react-query';

import { CONTESTS } from '@/features/contests/api/get-contests';
import { api, unwrap } from '@/lib/api/client';
import type { Clarification } from '@/lib/api/types';

const MOST = 100;

/** One's own and one's team's questions, newest first. */
export function clarificationsQuery(slug: string) {
  return queryOptions({
    queryKey: [...CONTESTS, 'clarifications', slug] as const,
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET('/api/v1/contests/{slug}/clarifications', {
            params: { path: { slug }, query: { limit: MOST } },
            signal,
          }),
        )
      ).items,
  });
}

/** What the jury told all, newest first. */
export function announcementsQuery(slug: string) {
  return queryOptions({
    queryKey: [...CONTESTS, 'announcements', slug] as const,
    queryFn: async ({ signal }) =>
      (
        await unwrap(
          api.GET('/api/v1/contests/{slug}/announcements', {
            params: { path: { slug }, query: { limit: MOST } },
            signal,
          }),
        )
      ).items,
  });
}

export function askJury(
  slug: string,
  body: { question: string; problem: string | null },
): Promise<Clarification> {
  return unwrap(
    api.POST('/api/v1/contests/{slug}/clarifications', { params: { path: { slug } }, body }),
  );
}
