import { queryOptions } from '@tanstack/react-query';

import { accountMissing, accountRequest } from '@/lib/api/auth-client';

export interface Authenticator {
  type: 'totp' | 'recovery_codes';
  /** Seconds since 1970. */
  created_at: number;
  last_used_at: number | null;
  unused_code_count?: number;
}

export const authenticatorsQuery = queryOptions({
  queryKey: ['account', 'authenticators'] as const,
  queryFn: () => accountRequest<Authenticator[]>('GET', '/account/authenticators'),
});

export interface TotpSecret {
  secret: string;
  /** otpauth://… for the app. */
  url: string;
}

/** A new secret, which counts once a code of it was typed. */
export async function newTotpSecret(): Promise<TotpSecret> {
  const made = await accountMissing<{ secret: string; totp_url: string }>(
    '/account/authenticators/totp',
  );
  return { secret: made.secret, url: made.totp_url };
}

export function activateTotp(code: string): Promise<unknown> {
  return accountRequest('POST', '/account/authenticators/totp', { body: { code } });
}

export function deactivateTotp(): Promise<unknown> {
  return accountRequest('DELETE', '/account/authenticators/totp');
}

interface RecoveryCodes {
  unused_codes?: string[];
}

/** New codes instead of the old ones, which open nothing any more. */
export async function newRecoveryCodes(): Promise<string[]> {
  const made = await accountRequest<RecoveryCodes>(
    'POST',
    '/account/authenticators/recovery-codes',
  );
  return made.unused_codes ?? [];
}
