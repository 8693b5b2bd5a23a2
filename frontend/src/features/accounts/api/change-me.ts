import { api, unwrap } from '@/lib/api/client';
import type { Me } from '@/lib/api/types';

export function changeMe(change: { language?: 'ko' | 'en'; display_name?: string }): Promise<Me> {
  return unwrap(api.PATCH('/api/v1/me', { body: change }));
}
