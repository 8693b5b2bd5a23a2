import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';

import { contestQuery } from '@/features/contests/api/get-contest';
import type { Contest } from '@/lib/api/types';

/** The contest whose layout the page stands in: it is there. */
export function useContest(): Contest {
  const { slug } = useParams({ from: '/contests/$slug' });
  const { data } = useQuery(contestQuery(slug));
  if (data === undefined) throw new Error('a page of a contest stands outside of its layout');
  return data;
}
