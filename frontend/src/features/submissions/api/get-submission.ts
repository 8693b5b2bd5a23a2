import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';

export function submissionQuery(id: number) {
  return queryOptions({
    queryKey: ['submissions', 'one', id] as const,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/submissions/{submission_id}', {
          params: { path: { submission_id: id } },
          signal,
        }),
      ),
  });
}
