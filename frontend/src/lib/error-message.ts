import type { TFunction } from 'i18next';

import { ApiError, NetworkError } from '@/lib/api/errors';

/** A sentence for people: the server's own where it said one. */
export function errorMessage(t: TFunction, error: unknown): string {
  if (error instanceof NetworkError) return t('error.network');
  if (error instanceof ApiError) {
    if (error.status === 429 && error.message === '') {
      return error.retryAfterSeconds === null
        ? t('error.rateLimitedSoon')
        : t('error.rateLimited', { seconds: error.retryAfterSeconds });
    }
    if (error.code === 'not_managed') return t('state.notManagedText');
    if (error.status === 404 && error.message === '') return t('state.notFoundText');
    const inFields = Object.values(error.fields).flat().join(' ');
    return error.message || inFields || t('error.unexpected');
  }
  return t('error.unexpected');
}

/** The messages for one input of a form, as one sentence; undefined where there are none. */
export function fieldMessage(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const messages = error.fields[field] ?? [];
  return messages.length === 0 ? undefined : messages.join(' ');
}
