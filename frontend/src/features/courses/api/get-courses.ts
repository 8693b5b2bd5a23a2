import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type CourseItem = components['schemas']['CourseItem'];

export interface CourseFilter {
  /** One's own, or those that anybody may find. */
  scope: 'mine' | 'listed';
  search?: string | undefined;
}

export function coursesQuery(filter: CourseFilter) {
  return infiniteQueryOptions({
    queryKey: ['courses', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/courses', { params: { query: { ...filter, cursor: pageParam } }, signal }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
