import { authRequest, type AuthOutcome } from '@/lib/api/auth-client';

/** `login` is a username or an e-mail address. */
export function signIn({
  login,
  password,
}: {
  login: string;
  password: string;
}): Promise<AuthOutcome> {
  const name = login.includes('@') ? 'email' : 'username';
  return authRequest('POST', '/auth/login', { body: { [name]: login, password } });
}
