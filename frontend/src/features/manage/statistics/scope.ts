/** What statistics are of. */
export const SCOPES = ['course', 'set', 'problem'] as const;
export type Scope = (typeof SCOPES)[number];
