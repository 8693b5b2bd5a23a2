import { queryOptions } from '@tanstack/react-query';

import type { Scope } from '@/features/manage/statistics/scope';
import {
  CourseFigures,
  ProblemFigures,
  SetFigures,
  type FiguresFragment,
} from '@/features/manage/statistics/statistics.gen';
import { request } from '@/lib/graphql/request';

export type Figures = FiguresFragment;

const ASKS: Record<Scope, (slug: string, signal: AbortSignal) => Promise<Figures>> = {
  course: async (slug, signal) =>
    (await request(CourseFigures, { slug }, { signal })).courseStatistics,
  set: async (slug, signal) => (await request(SetFigures, { slug }, { signal })).setStatistics,
  problem: async (slug, signal) =>
    (await request(ProblemFigures, { slug }, { signal })).problemStatistics,
};

export const figuresQuery = (of: Scope, slug: string) =>
  queryOptions({
    queryKey: ['manage', 'statistics', of, slug],
    queryFn: ({ signal }) => ASKS[of](slug, signal),
    retry: false,
  });
