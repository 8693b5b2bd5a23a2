import { infiniteQueryOptions } from '@tanstack/react-query';

import { QUESTIONS } from '@/features/discussions/api/questions';
import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type Reply = components['schemas']['ReplyOut'];

/** Oldest first, as they were said. */
export function repliesQuery(question: number) {
  return infiniteQueryOptions({
    queryKey: [...QUESTIONS, 'replies', question],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/questions/{question_id}/replies', {
          params: { path: { question_id: question }, query: { cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function reply(question: number, body: string): Promise<Reply> {
  return unwrap(
    api.POST('/api/v1/questions/{question_id}/replies', {
      params: { path: { question_id: question } },
      body: { body },
    }),
  );
}

export function deleteReply(id: number): Promise<unknown> {
  return unwrap(api.DELETE('/api/v1/replies/{reply_id}', { params: { path: { reply_id: id } } }));
}
