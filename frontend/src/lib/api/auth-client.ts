import { csrfHeader } from '@/lib/api/csrf';
import { authErrorFrom, NetworkError } from '@/lib/api/errors';

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
  data?: { flows?: { id: string; is_pending?: boolean }[] };
  meta?: { is_authenticated?: boolean };
}

/**
 * Call django-allauth's headless API, whose answers are not in our OpenAPI file.
 *
 * A 401 is allauth's way to name the next step, not an error. Throws ApiError for every other
 * refusal and NetworkError where no answer came.
 */
export async function authRequest(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  options: { body?: Record<string, unknown>; headers?: Record<string, string> } = {},
): Promise<AuthOutcome> {
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
  if (!response.ok && response.status !== 401) throw authErrorFrom(response, body);
  return outcomeOf(body);
}

function outcomeOf(body: AuthBody): AuthOutcome {
  if (body.meta?.is_authenticated) return { status: 'signed-in' };
  const pending = body.data?.flows?.find(
    (flow) => flow.is_pending === true && PENDING_FLOWS.includes(flow.id),
  );
  if (pending) return { status: 'pending', flow: pending.id as PendingFlow };
  return { status: 'signed-out' };
}
