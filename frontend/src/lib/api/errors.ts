/**
 * What can go wrong with a request, in two kinds: the server answered with an error, or no
 * answer came. `message` is for people; where the server said one, it is the server's.
 */
export class ApiError extends Error {
  readonly status: number;
  /** snake_case, stable; `unexpected` where the answer was not in the server's error form. */
  readonly code: string;
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** null unless the server asked to wait (429). */
  readonly retryAfterSeconds: number | null;

  constructor(details: {
    status: number;
    code: string;
    message: string;
    fields?: Record<string, readonly string[]>;
    retryAfterSeconds?: number | null;
  }) {
    super(details.message);
    this.name = 'ApiError';
    this.status = details.status;
    this.code = details.code;
    this.fields = details.fields ?? {};
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }
}

/** The request never got an answer: the connection is away or the server is. */
export class NetworkError extends Error {
  constructor(options?: ErrorOptions) {
    super('network', options);
    this.name = 'NetworkError';
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong with each input; anything of another form is left out. */
export function fieldMessages(value: unknown): Record<string, string[]> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, messages]) =>
      Array.isArray(messages)
        ? [[name, messages.filter((message): message is string => typeof message === 'string')]]
        : [],
    ),
  );
}

export function retryAfterSeconds(headers: Headers): number | null {
  const header = headers.get('Retry-After');
  if (header === null) return null;
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;
}

/** Read the server's `{code, message, fields}`; anything else becomes `unexpected`. */
export function apiErrorFrom(response: Response, body: unknown): ApiError {
  const waiting = retryAfterSeconds(response.headers);
  if (isRecord(body) && typeof body.code === 'string' && typeof body.message === 'string') {
    return new ApiError({
      status: response.status,
      code: body.code,
      message: body.message,
      fields: fieldMessages(body.fields),
      retryAfterSeconds: waiting,
    });
  }
  return new ApiError({
    status: response.status,
    code: response.status === 429 ? 'rate_limited' : 'unexpected',
    message: '',
    retryAfterSeconds: waiting,
  });
}

/** Read allauth's `{errors: [{code, message, param?}]}`; a missing `param` is the whole form's. */
export function authErrorFrom(response: Response, body: unknown): ApiError {
  const listed = isRecord(body) && Array.isArray(body.errors) ? (body.errors as unknown[]) : [];
  const fields: Record<string, string[]> = {};
  const general: string[] = [];
  let code: string | undefined;
  for (const item of listed) {
    if (!isRecord(item) || typeof item.message !== 'string') continue;
    code ??= typeof item.code === 'string' ? item.code : undefined;
    if (typeof item.param === 'string') (fields[item.param] ??= []).push(item.message);
    else general.push(item.message);
  }
  if (code === undefined && general.length === 0) return apiErrorFrom(response, body);
  return new ApiError({
    status: response.status,
    code: code ?? 'invalid',
    message: general.join(' '),
    fields,
    retryAfterSeconds: retryAfterSeconds(response.headers),
  });
}
