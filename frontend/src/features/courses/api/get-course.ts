import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type Course = components['schemas']['CourseDetail'];

export function courseQuery(slug: string) {
  return queryOptions({
    queryKey: ['courses', 'one', slug],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/courses/{slug}', { params: { path: { slug } }, signal })),
  });
}
