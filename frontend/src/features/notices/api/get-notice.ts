import { queryOptions } from '@tanstack/react-query';

import type { NoticeRef } from '@/features/notices/api/get-notices';
import { api, unwrap } from '@/lib/api/client';

export function noticeQuery({ id, course }: Pick<NoticeRef, 'id' | 'course'>) {
  return queryOptions({
    queryKey: ['notices', 'one', id] as const,
    queryFn: ({ signal }) =>
      course === null
        ? unwrap(
            api.GET('/api/v1/notices/{notice_id}', { params: { path: { notice_id: id } }, signal }),
          )
        : unwrap(
            api.GET('/api/v1/courses/{slug}/notices/{notice_id}', {
              params: { path: { slug: course.slug, notice_id: id } },
              signal,
            }),
          ),
    staleTime: 60_000,
  });
}
