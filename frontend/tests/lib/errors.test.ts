import i18next from 'i18next';
import { describe, expect, it } from 'vitest';

import { api, unwrap } from '@/lib/api/client';
import { authRequest } from '@/lib/api/auth-client';
import { apiErrorFrom, ApiError, authErrorFrom, NetworkError } from '@/lib/api/errors';
import { isWorthRetrying } from '@/lib/api/query-client';
import { errorMessage, fieldMessage } from '@/lib/error-message';

import { fakeServer } from '../support';

const { t } = i18next;

function response(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers });
}

describe('errors of the REST API', () => {
  it("keep the server's words", () => {
    const error = apiErrorFrom(response(422), {
      code: 'invalid',
      message: 'Choose a language.',
      fields: { language: ['Unknown.'] },
    });
    expect(errorMessage(t, error)).toBe('Choose a language.');
    expect(fieldMessage(error, 'language')).toBe('Unknown.');
    expect(fieldMessage(error, 'source')).toBeUndefined();
  });

  it('get words of ours where the server has none', () => {
    expect(errorMessage(t, apiErrorFrom(response(502), '<html>'))).toBe(t('error.unexpected'));
    expect(errorMessage(t, apiErrorFrom(response(429, { 'Retry-After': '8' }), null))).toBe(
      t('error.rateLimited', { seconds: 8 }),
    );
    expect(errorMessage(t, new NetworkError())).toBe(t('error.network'));
  });

  it('are thrown as ApiError or, without an answer, NetworkError', async () => {
    fakeServer({ 'GET /api/v1/me': { status: 403, body: { code: 'no', message: 'Not you.' } } });
    await expect(unwrap(api.GET('/api/v1/me'))).rejects.toMatchObject({
      name: 'ApiError',
      status: 403,
      message: 'Not you.',
    });
    await expect(unwrap(api.GET('/api/v1/languages'))).rejects.toBeInstanceOf(NetworkError);
  });

  it('are retried only where that can help', () => {
    const refused = new ApiError({ status: 404, code: 'x', message: '' });
    const broken = new ApiError({ status: 503, code: 'x', message: '' });
    expect(isWorthRetrying(0, refused)).toBe(false);
    expect(isWorthRetrying(0, broken)).toBe(true);
    expect(isWorthRetrying(2, new NetworkError())).toBe(false);
  });
});

describe('answers of allauth', () => {
  it('with errors are sorted into fields and the whole', () => {
    const error = authErrorFrom(response(400), {
      errors: [
        { code: 'username_password_mismatch', message: 'Wrong.', param: 'password' },
        { code: 'other', message: 'And this.' },
      ],
    });
    expect(error.code).toBe('username_password_mismatch');
    expect(fieldMessage(error, 'password')).toBe('Wrong.');
    expect(error.message).toBe('And this.');
  });

  it.each([
    [200, { meta: { is_authenticated: true } }, { status: 'signed-in' }],
    [
      401,
      {
        data: { flows: [{ id: 'login' }, { id: 'mfa_authenticate', is_pending: true }] },
        meta: { is_authenticated: false },
      },
      { status: 'pending', flow: 'mfa_authenticate' },
    ],
    [
      401,
      { data: { flows: [{ id: 'login' }] }, meta: { is_authenticated: false } },
      { status: 'signed-out' },
    ],
  ])('with %i name the next step', async (status, body, outcome) => {
    document.cookie = 'csrftoken=abc';
    const requests = fakeServer({ 'POST /api/auth/browser/v1/auth/login': { status, body } });
    await expect(authRequest('POST', '/auth/login', { body: {} })).resolves.toEqual(outcome);
    expect(requests[0]?.headers.get('X-CSRFToken')).toBe('abc');
  });
});
