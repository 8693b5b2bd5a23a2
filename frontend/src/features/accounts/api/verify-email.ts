import { authRequest, type AuthOutcome } from '@/lib/api/auth-client';

/** `key` is the code of the e-mail. A 409 says that no address waits to be confirmed. */
export function verifyEmail({ key }: { key: string }): Promise<AuthOutcome> {
  return authRequest('POST', '/auth/email/verify', { body: { key } });
}
