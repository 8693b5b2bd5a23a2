import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type Week = components['schemas']['WeekOut'];

/** The plan of a course, week by week. */
export function weeksQuery(slug: string) {
  return infiniteQueryOptions({
    queryKey: ['courses', 'weeks', slug],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/courses/{slug}/weeks', {
          params: { path: { slug }, query: { cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
