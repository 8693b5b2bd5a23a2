import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { CustomRun } from '@/lib/api/types';

export function runQuery(id: number) {
  return queryOptions({
    queryKey: ['runs', 'one', id] as const,
    queryFn: ({ signal }): Promise<CustomRun> =>
      unwrap(api.GET('/api/v1/runs/{run_id}', { params: { path: { run_id: id } }, signal })),
  });
}
