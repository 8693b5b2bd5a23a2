import { useEffect, useRef, useSyncExternalStore } from 'react';

import {
  liveSocket,
  type ConnectionStatus,
  type TopicKind,
  type TopicListener,
} from '@/lib/socket';

export function useConnectionStatus(): ConnectionStatus {
  return useSyncExternalStore(liveSocket.watch, liveSocket.snapshot);
}

/** Listen to a topic while mounted; null listens to nothing. */
export function useTopic(
  topic: string | null,
  listener: TopicListener,
  kind: TopicKind = 'counted',
): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => {
    if (topic === null) return undefined;
    return liveSocket.subscribe(
      topic,
      {
        onEvent: (payload, sequence) => latest.current.onEvent(payload, sequence),
        onResync: (sequence) => latest.current.onResync(sequence),
        onRefused: (code, message) => latest.current.onRefused?.(code, message),
      },
      kind,
    );
  }, [topic, kind]);
}
