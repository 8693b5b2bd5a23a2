import { queryOptions } from '@tanstack/react-query';

import { api, unwrap } from '@/lib/api/client';
import type { components } from '@/lib/api/schema';

export type NotificationSettings = components['schemas']['NotificationSettings'];
type Change = components['schemas']['NotificationSettingsIn'];

export const notificationSettingsQuery = queryOptions({
  queryKey: ['notifications', 'settings'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/notifications/settings', { signal })),
});

export function changeNotificationSettings(change: Partial<Change>): Promise<NotificationSettings> {
  return unwrap(api.PATCH('/api/v1/notifications/settings', { body: { kinds: [], ...change } }));
}
