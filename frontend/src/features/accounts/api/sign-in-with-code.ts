import { authRequest, type AuthOutcome } from '@/lib/api/auth-client';

/** The second factor: a code of the authenticator app, or a recovery code. */
export function signInWithCode({ code }: { code: string }): Promise<AuthOutcome> {
  return authRequest('POST', '/auth/2fa/authenticate', { body: { code } });
}
