/**
 * The beginning of a trace, for a request that changes something: what the servers then tell of
 * it goes on from the click (W3C Trace Context).
 */
export function traceHeader(method: string): Record<string, string> {
  if (method === 'GET' || method === 'HEAD') return {};
  return { traceparent: `00-${randomHex(16)}-${randomHex(8)}-01` };
}

function randomHex(bytes: number): string {
  const drawn = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(drawn, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
