import { describe, expect, it } from 'vitest';

import { ApiError, NetworkError } from '@/lib/api/errors';
import { operation } from '@/lib/graphql/operation';
import { request } from '@/lib/graphql/request';

import { fakeServer } from '../support';

const Rename = operation<{ rename: boolean }, { title: string }>('mutation Rename { rename }');

function answering(body: unknown, status = 200) {
  document.cookie = 'csrftoken=secret';
  return fakeServer({ 'POST /graphql': { status, body } });
}

describe('a request to the GraphQL API', () => {
  it('sends the text, the variables and the CSRF token, and gives the data', async () => {
    const requests = answering({ data: { rename: true } });

    const data = await request(Rename, { title: 'A' });

    expect(data).toEqual({ rename: true });
    expect(requests[0]?.headers.get('X-CSRFToken')).toBe('secret');
    expect(await requests[0]?.json()).toEqual({ query: Rename.text, variables: { title: 'A' } });
  });

  it('throws the code and the fields of a refusal, also beside a part of the data', async () => {
    const extensions = { code: 'not_allowed', fields: { title: ['Too long.'] } };
    answering({ data: { rename: null }, errors: [{ message: 'No.', extensions }] });

    const error = await request(Rename, { title: 'A' }).catch((cause: unknown) => cause);

    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 403,
      code: 'not_allowed',
      message: 'No.',
      fields: { title: ['Too long.'] },
    });
  });

  it('throws what the door itself refused, and where nobody answers', async () => {
    answering({ code: 'not_signed_in', message: 'Sign in first.', fields: {} }, 401);
    await expect(request(Rename, { title: 'A' })).rejects.toMatchObject({ status: 401 });

    fakeServer({});
    await expect(request(Rename, { title: 'A' })).rejects.toBeInstanceOf(NetworkError);
  });
});
