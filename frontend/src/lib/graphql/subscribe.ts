import { createClient, type Client } from 'graphql-ws';
import { useEffect, useEffectEvent } from 'react';

import type { Operation } from '@/lib/graphql/operation';

/** The server's close codes after which asking again is useless: signed out, not staff. */
const FINAL_CODES: readonly number[] = [4401, 4403];

let shared: Client | undefined;

/** The page's one GraphQL socket: it opens with the first subscription, and closes after the last. */
function client(): Client {
  shared ??= createClient({
    url: () => {
      const address = new URL('/graphql', window.location.href);
      address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
      return address.href;
    },
    lazy: true,
    retryAttempts: Infinity,
    shouldRetry: (event) =>
      !(event instanceof CloseEvent && FINAL_CODES.includes(event.code)) && navigator.onLine,
  });
  return shared;
}

interface Listener<Data> {
  onNews: (data: Data) => void;
  /** The socket is (again) there: news may have passed before, fetch the truth. */
  onOpen?: () => void;
  onEnd?: (error?: unknown) => void;
}

/** Listen to a subscription; returns how to stop. */
export function subscribe<Data, Variables>(
  { text }: Operation<Data, Variables>,
  variables: Variables,
  { onNews, onOpen, onEnd }: Listener<Data>,
): () => void {
  const socket = client();
  const forget = onOpen === undefined ? undefined : socket.on('connected', () => onOpen());
  const stop = socket.subscribe<Data>(
    { query: text, variables: variables as Record<string, unknown> },
    {
      next: ({ data }) => {
        if (data !== null && data !== undefined) onNews(data);
      },
      error: (error) => onEnd?.(error),
      complete: () => onEnd?.(),
    },
  );
  return () => {
    forget?.();
    stop();
  };
}

/** Listen while the component stands; null listens to nothing. */
export function useSubscription<Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables | null,
  listener: Listener<Data>,
): void {
  const onNews = useEffectEvent((data: Data) => listener.onNews(data));
  const onOpen = useEffectEvent(() => listener.onOpen?.());
  const key = JSON.stringify(variables);
  useEffect(() => {
    const asked = JSON.parse(key) as Variables | null;
    if (asked === null) return undefined;
    return subscribe(operation, asked, { onNews: (data) => onNews(data), onOpen: () => onOpen() });
  }, [operation, key]);
}
