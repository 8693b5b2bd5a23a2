import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

export interface AssignmentFilter {
  open?: boolean | undefined;
  course?: string | undefined;
  order?: 'ends_at' | '-ends_at' | undefined;
  limit?: number | undefined;
}

export function assignmentsQuery(filter: AssignmentFilter = {}) {
  return infiniteQueryOptions({
    queryKey: ['assignments', 'list', filter] as const,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/assignments', {
          params: { query: { ...filter, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function assignmentQuery(slug: string) {
  return queryOptions({
    queryKey: ['assignments', 'one', slug] as const,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/assignments/{slug}', { params: { path: { slug } }, signal })),
  });
}

/** One's own score, problem by problem. Refused before the start. */
export function scoreQuery(slug: string) {
  return queryOptions({
    queryKey: ['assignments', 'score', slug] as const,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/assignments/{slug}/score', { params: { path: { slug } }, signal })),
  });
}

/** How the class did; refused before the release, and for few students. */
export function distributionQuery(slug: string) {
  return queryOptions({
    queryKey: ['assignments', 'distribution', slug] as const,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/assignments/{slug}/distribution', { params: { path: { slug } }, signal }),
      ),
    staleTime: 60_000,
  });
}
