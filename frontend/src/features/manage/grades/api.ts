import { queryOptions } from '@tanstack/react-query';

import { GradeBook, type GradeBookQuery } from '@/features/manage/grades/grades.gen';
import { request } from '@/lib/graphql/request';

export type Book = GradeBookQuery['gradingBook'];
export type BookColumn = Book['columns'][number];
export type BookRow = Book['rows'][number];

export const PAGE = 50;

export interface BookChoice {
  courseSlug: string;
  section: string;
  search: string;
  offset: number;
}

export function bookQuery({ courseSlug, section, search, offset }: BookChoice) {
  return queryOptions({
    queryKey: ['manage', 'grades', courseSlug, section, search, offset],
    queryFn: async ({ signal }) => {
      const filters = { section: section || null, search };
      const asked = { courseSlug, filters, limit: PAGE, offset };
      return (await request(GradeBook, asked, { signal })).gradingBook;
    },
  });
}
