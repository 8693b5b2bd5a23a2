import { accountRequest, authRequest } from '@/lib/api/auth-client';

export function changePassword(change: {
  current_password: string;
  new_password: string;
}): Promise<unknown> {
  return accountRequest('POST', '/account/password/change', { body: change });
}

/** Say the password once more, for what a session that lies open must not do. */
export function confirmPassword({ password }: { password: string }): Promise<unknown> {
  return authRequest('POST', '/auth/reauthenticate', { body: { password } });
}
