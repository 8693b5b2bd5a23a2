import { authRequest, type AuthOutcome } from '@/lib/api/auth-client';

export function signOut(): Promise<AuthOutcome> {
  return authRequest('DELETE', '/auth/session');
}
