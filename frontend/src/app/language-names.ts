import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { languagesQuery } from '@/features/problems/api/get-languages';

/** From a programming language's id to its name; empty until loaded. */
export function useLanguageNames(): ReadonlyMap<string, string> {
  const { data } = useQuery(languagesQuery);
  return useMemo(() => new Map(data?.map(({ id, name }) => [id, name])), [data]);
}
