import { api, unwrap } from '@/lib/api/client';
import type { MyTeam } from '@/lib/api/types';

export interface EntryForm {
  invite_code: string;
  organization: string;
  is_official: boolean;
}

export function enterAlone(slug: string, body: EntryForm): Promise<MyTeam> {
  return unwrap(api.POST('/api/v1/contests/{slug}/entry', { params: { path: { slug } }, body }));
}

export function createTeam(slug: string, body: EntryForm & { name: string }): Promise<MyTeam> {
  return unwrap(api.POST('/api/v1/contests/{slug}/teams', { params: { path: { slug } }, body }));
}

export function joinTeam(
  slug: string,
  body: { join_code: string; invite_code: string },
): Promise<MyTeam> {
  return unwrap(
    api.POST('/api/v1/contests/{slug}/teams/join', { params: { path: { slug } }, body }),
  );
}

export async function leaveContest(slug: string): Promise<void> {
  await unwrap(api.DELETE('/api/v1/contests/{slug}/entry', { params: { path: { slug } } }));
}

export function startVirtually(slug: string): Promise<MyTeam> {
  return unwrap(api.POST('/api/v1/contests/{slug}/virtual', { params: { path: { slug } } }));
}
