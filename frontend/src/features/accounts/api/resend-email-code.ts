import { authRequest, type AuthOutcome } from '@/lib/api/auth-client';

export function resendEmailCode(): Promise<AuthOutcome> {
  return authRequest('POST', '/auth/email/verify/resend');
}
