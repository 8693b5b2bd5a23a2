import { authRequest, type AuthOutcome } from '@/lib/api/auth-client';

export interface NewAccount {
  username: string;
  display_name: string;
  email: string;
  password: string;
}

export function signUp(account: NewAccount): Promise<AuthOutcome> {
  return authRequest('POST', '/auth/signup', { body: { ...account } });
}
