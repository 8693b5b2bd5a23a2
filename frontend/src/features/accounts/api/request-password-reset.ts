import { authRequest, type AuthOutcome } from '@/lib/api/auth-client';

/** Answers the same whether or not there is such an account. */
export function requestPasswordReset({ email }: { email: string }): Promise<AuthOutcome> {
  return authRequest('POST', '/auth/password/request', { body: { email } });
}
