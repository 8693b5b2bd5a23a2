import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type CourseNotice = components['schemas']['CourseNoticeItem'];

export const COURSE_NOTICES = ['courses', 'notices'] as const;

export function courseNoticesQuery(slug: string) {
  return infiniteQueryOptions({
    queryKey: [...COURSE_NOTICES, slug, 'list'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/courses/{slug}/notices', {
          params: { path: { slug }, query: { cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function courseNoticeQuery(slug: string, id: number) {
  return queryOptions({
    queryKey: [...COURSE_NOTICES, slug, 'one', id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/courses/{slug}/notices/{notice_id}', {
          params: { path: { slug, notice_id: id } },
          signal,
        }),
      ),
  });
}

export function markNoticeRead(id: number): Promise<unknown> {
  return unwrap(
    api.POST('/api/v1/notices/{notice_id}/read', { params: { path: { notice_id: id } } }),
  );
}

export function markAllNoticesRead(slug: string): Promise<unknown> {
  return unwrap(api.POST('/api/v1/courses/{slug}/notices/read', { params: { path: { slug } } }));
}
