import { api, unwrap } from '@/lib/api/client';
import type { HandedIn } from '@/lib/api/types';
import { toSend } from '@/lib/source-files';

export interface NewSubmission {
  problem: string;
  /** The slug of the contest or assignment that it is for; null: practice. */
  problem_set: string | null;
  language: string;
  /** One text, or several files packed. */
  source: string;
  /** The same for a repeated attempt to send one submission, so that it is handed in once. */
  idempotencyKey: string;
}

export function createSubmission(submission: NewSubmission): Promise<HandedIn> {
  const { idempotencyKey, ...body } = submission;
  return unwrap(
    api.POST('/api/v1/submissions', {
      params: { header: { 'Idempotency-Key': idempotencyKey } },
      body: { ...body, ...toSend(body.source) },
    }),
  );
}
