import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

/** The assignments of a course, first due first. */
export function courseAssignmentsQuery(course: string) {
  return infiniteQueryOptions({
    queryKey: ['assignments', 'of-course', course],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/assignments', {
          params: { query: { course, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** One's own points in an assignment, with the staff's comments. */
export function ownScoreQuery(assignment: string) {
  return queryOptions({
    queryKey: ['assignments', 'score', assignment],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/assignments/{slug}/score', {
          params: { path: { slug: assignment } },
          signal,
        }),
      ),
  });
}
