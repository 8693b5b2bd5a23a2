import { withFiles, type DraftPlace, type ServerDraft } from '@/features/editor/api/drafts';
import { api } from '@/lib/api/client';
import { apiErrorFrom, NetworkError } from '@/lib/api/errors';
import { toSend } from '@/lib/source-files';

export type SaveOutcome =
  | { kind: 'saved'; version: number }
  /** It was changed elsewhere; null: it was deleted there. */
  | { kind: 'conflict'; current: ServerDraft | null };

/** Throws ApiError and NetworkError as `unwrap` does; a conflict is an answer, not an error. */
export async function saveDraft(
  { slug, language, set }: DraftPlace,
  source: string,
  expectedVersion: number,
): Promise<SaveOutcome> {
  const { data, error, response } = await api
    .PUT('/api/v1/problems/{slug}/drafts/{language}', {
      params: { path: { slug, language }, query: { problem_set: set ?? '' } },
      body: { ...toSend(source), expected_version: expectedVersion },
    })
    .catch((cause: unknown) => {
      throw new NetworkError({ cause });
    });
  if (data !== undefined) return { kind: 'saved', version: data.version };
  if (response.status === 409 && 'current' in error) {
    return { kind: 'conflict', current: error.current && withFiles(error.current) };
  }
  throw apiErrorFrom(response, error);
}
