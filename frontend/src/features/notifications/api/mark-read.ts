import { api, unwrap } from '@/lib/api/client';
import type { Unread } from '@/lib/api/types';

/** Mark some as read, or all up to one. */
export function markRead(what: { ids: number[] } | { up_to: number }): Promise<Unread> {
  return unwrap(api.POST('/api/v1/notifications/read', { body: { ids: [], ...what } }));
}
