import type { ReactNode } from 'react';

import { ErrorNote, LoadingRows, OfflineNote } from '@/components/states/states';

interface QueryLike<Data> {
  data: Data | undefined;
  error: unknown;
  fetchStatus: 'fetching' | 'paused' | 'idle';
  refetch: () => unknown;
}

interface Props<Data> {
  query: QueryLike<Data>;
  loading?: ReactNode;
  children: (data: Data) => ReactNode;
}

/** One of: the data, an error with a way to try again, "offline", or loading. */
export function QueryView<Data>({ query, loading, children }: Props<Data>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error !== null && query.error !== undefined) {
    return <ErrorNote error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.fetchStatus === 'paused') return <OfflineNote />;
  return <>{loading ?? <LoadingRows />}</>;
}
