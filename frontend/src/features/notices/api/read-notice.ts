import { api, unwrap } from '@/lib/api/client';

export async function readNotice(id: number): Promise<void> {
  await unwrap(
    api.POST('/api/v1/notices/{notice_id}/read', { params: { path: { notice_id: id } } }),
  );
}
