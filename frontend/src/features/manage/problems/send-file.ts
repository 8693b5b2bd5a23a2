import { upload } from '@/features/manage/problems/upload';

/** A file's content as edits take it: its upload's key, of any size and of any bytes. */
export async function sentContent(file: File): Promise<{ upload: string }> {
  const { signal } = new AbortController();
  return { upload: await upload(file, { onProgress: () => undefined, signal }) };
}
