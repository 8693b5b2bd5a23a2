import { csrfHeader } from '@/lib/api/csrf';
import { ApiError, authErrorFrom, NetworkError } from '@/lib/api/errors';

const BASE = '/api/auth/browser/v1';

/** A step that allauth waits for before the person is signed in. */
export type PendingFlow = 'mfa_authenticate' | 'verify_email' | 'password_reset_by_code';

const PENDING_FLOWS: readonly string[] = [
  'mfa_authenticate',
  'verify_email',
  'password_reset_by_code',
];

export type AuthOutcome =
  { status: 'signed-in' } | { status: 'pending'; flow: PendingFlow } | { status: 'signed-out' };

interface AuthBody {
  data?: unknown;
  meta?: { is_authenticated?: boolean };
}

interface CallOptions {
  body?: Record<string, unknown>;
  headers?: Record<string, string>;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/**
 * Call django-allauth's headless API, whose answers are not in our OpenAPI file.
 *
 * A 401 is allauth's way to name the next step, not an error. Throws ApiError for every other
 * refusal and NetworkError where no answer came.
 */
export async function authRequest(
  method: Method,
  path: string,
  options: CallOptions = {},
): Promise<AuthOutcome> {
  const { response, body } = await call(method, path, options);
  if (!response.ok && response.status !== 401) throw authErrorFrom(response, body);
  return outcomeOf(body);
}

/** The code of the refusal that asks for the password once more. */
export const PASSWORD_NEEDED = 'reauthentication_required';

/**
 * What allauth tells of one's own account.
 *
 * Throws ApiError, with the code PASSWORD_NEEDED where the sign-in was too long ago, and
 * NetworkError.
 */
export async function accountRequest<Data>(
  method: Method,
  path: string,
  options: CallOptions = {},
): Promise<Data> {
  const { response, body } = await call(method, path, options);
  refuse(response, body);
  return body.data as Data;
}

/** The same for what isn't there yet: allauth answers 404, with what is needed to make it. */
export async function accountMissing<Meta>(path: string): Promise<Meta> {
  const { response, body } = await call('GET', path, {});
  if (response.status !== 404) refuse(response, body);
  return body.meta as Meta;
}

function refuse(response: Response, body: AuthBody): void {
  if (response.status === 401 && body.meta?.is_authenticated) {
    throw new ApiError({ status: 403, code: PASSWORD_NEEDED, message: '' });
  }
  if (!response.ok) throw authErrorFrom(response, body);
}

async function call(method: Method, path: string, options: CallOptions) {
  let response: Response;
  try {
    response = await fetch(`${BASE}${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        'Accept-Language': document.documentElement.lang,
        ...(options.body && { 'Content-Type': 'application/json' }),
        ...options.headers,
        ...(await csrfHeader(method)),
      },
      ...(options.body && { body: JSON.stringify(options.body) }),
    });
  } catch (cause) {
    throw new NetworkError({ cause });
  }
  const body = (await response.json().catch(() => ({}))) as AuthBody;
  return { response, body };
}

function outcomeOf(body: AuthBody): AuthOutcome {
  if (body.meta?.is_authenticated) return { status: 'signed-in' };
  const { flows } = (body.data ?? {}) as { flows?: { id: string; is_pending?: boolean }[] };
  const pending = flows?.find(
    (flow) => flow.is_pending === true && PENDING_FLOWS.includes(flow.id),
  );
  if (pending) return { status: 'pending', flow: pending.id as PendingFlow };
  return { status: 'signed-out' };
}
