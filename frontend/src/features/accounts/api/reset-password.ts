import { authRequest, type AuthOutcome } from '@/lib/api/auth-client';

/** `key` is the code of the e-mail. Doesn't sign in; a 409 says that the code has expired. */
export function resetPassword(input: { key: string; password: string }): Promise<AuthOutcome> {
  return authRequest('POST', '/auth/password/reset', { body: input });
}
