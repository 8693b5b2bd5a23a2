import { QueryClient, type QueryClientConfig } from '@tanstack/react-query';

import { ApiError } from '@/lib/api/errors';

const MAX_RETRIES = 2;

/** A refusal stays one however often we ask; only silence and the server's own faults are retried. */
export function isWorthRetrying(failures: number, error: unknown): boolean {
  if (error instanceof ApiError && error.status < 500) return false;
  return failures < MAX_RETRIES;
}

export function createQueryClient(
  caches: Pick<QueryClientConfig, 'queryCache' | 'mutationCache'> = {},
): QueryClient {
  return new QueryClient({
    ...caches,
    defaultOptions: {
      queries: { retry: isWorthRetrying, staleTime: 15_000 },
      mutations: { retry: false },
    },
  });
}
