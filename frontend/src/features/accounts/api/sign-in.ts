import { authRequest, type AuthOutcome } from '@/lib/api/auth-client';
import { ApiError } from '@/lib/api/errors';

/** `login` is a username or an e-mail address. */
export async function signIn({
  login,
  password,
}: {
  login: string;
  password: string;
}): Promise<AuthOutcome> {
  const name = login.includes('@') ? 'email' : 'username';
  try {
    return await authRequest('POST', '/auth/login', { body: { [name]: login, password } });
  } catch (error) {
    // Another tab was faster: the session that we share is signed in already.
    if (error instanceof ApiError && error.status === 409) return { status: 'signed-in' };
    throw error;
  }
}
