import { StartUpload } from '@/features/manage/problems/packages.gen';
import { csrfHeader } from '@/lib/api/csrf';
import { ApiError, NetworkError } from '@/lib/api/errors';
import { request } from '@/lib/graphql/request';

/** Names that the server takes; others are replaced letter by letter. */
export function plainName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '_').slice(-100) || 'upload.zip';
}

interface Sending {
  /** From 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/**
 * Send a file to where the server says, straight to storage if it has some; gives its key.
 *
 * By XMLHttpRequest: fetch tells nothing of how far an upload is.
 */
export async function upload(file: File, { onProgress, signal }: Sending): Promise<string> {
  const { startUpload: form } = await request(
    StartUpload,
    { fileName: plainName(file.name), sizeBytes: file.size },
    { signal },
  );
  const isOurs = form.method === 'PUT';
  const headers = isOurs ? await csrfHeader('PUT') : {};
  await new Promise<void>((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open(form.method, form.url);
    for (const [name, value] of Object.entries(headers)) sending.setRequestHeader(name, value);
    sending.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    sending.onerror = () => reject(new NetworkError());
    sending.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    sending.onload = () => {
      const { status } = sending;
      if (status >= 200 && status < 300) resolve();
      else reject(new ApiError({ status, code: 'unexpected', message: '' }));
    };
    signal.addEventListener('abort', () => sending.abort(), { once: true });
    if (isOurs) {
      sending.send(file);
      return;
    }
    const body = new FormData();
    for (const { name, value } of form.fields) body.append(name, value);
    body.append('file', file);
    sending.send(body);
  });
  return form.key;
}
