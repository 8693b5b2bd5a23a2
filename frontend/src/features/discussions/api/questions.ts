import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type QuestionItem = components['schemas']['QuestionItem'];
export type Question = components['schemas']['QuestionDetail'];
export type NewQuestion = components['schemas']['CourseQuestionIn'];
export type QuestionChange = components['schemas']['QuestionChangeIn'];

export const QUESTIONS = ['questions'] as const;

export interface QuestionFilter {
  scope?: 'mine' | 'unread' | undefined;
  search?: string | undefined;
  is_resolved?: boolean | undefined;
}

export function questionsQuery(course: string, filter: QuestionFilter) {
  return infiniteQueryOptions({
    queryKey: [...QUESTIONS, 'list', course, filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/courses/{slug}/questions', {
          params: { path: { slug: course }, query: { ...filter, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function questionQuery(id: number) {
  return queryOptions({
    queryKey: [...QUESTIONS, 'one', id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/questions/{question_id}', {
          params: { path: { question_id: id } },
          signal,
        }),
      ),
  });
}

export function askQuestion(course: string, body: NewQuestion): Promise<Question> {
  return unwrap(
    api.POST('/api/v1/courses/{slug}/questions', { params: { path: { slug: course } }, body }),
  );
}

export function changeQuestion(id: number, body: QuestionChange): Promise<Question> {
  return unwrap(
    api.PATCH('/api/v1/questions/{question_id}', { params: { path: { question_id: id } }, body }),
  );
}

export function deleteQuestion(id: number): Promise<unknown> {
  return unwrap(
    api.DELETE('/api/v1/questions/{question_id}', { params: { path: { question_id: id } } }),
  );
}

export function markQuestionRead(id: number): Promise<unknown> {
  return unwrap(
    api.POST('/api/v1/questions/{question_id}/read', { params: { path: { question_id: id } } }),
  );
}
