import { queryOptions } from '@tanstack/react-query';

import { accountRequest } from '@/lib/api/auth-client';

export interface EmailAddress {
  email: string;
  verified: boolean;
  primary: boolean;
}

const PATH = '/account/email';

export const emailsQuery = queryOptions({
  queryKey: ['account', 'emails'] as const,
  queryFn: () => accountRequest<EmailAddress[]>('GET', PATH),
});

/** A code goes to the address, which counts once the code was typed. */
export function addEmail(email: string): Promise<EmailAddress[]> {
  return accountRequest('POST', PATH, { body: { email } });
}

export function removeEmail(email: string): Promise<EmailAddress[]> {
  return accountRequest('DELETE', PATH, { body: { email } });
}

export function makeEmailPrimary(email: string): Promise<EmailAddress[]> {
  return accountRequest('PATCH', PATH, { body: { email, primary: true } });
}
