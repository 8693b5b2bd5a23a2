/**
 * The one websocket of the page. It carries news by topic; every topic has a counter, so that a
 * lost message is noticed and the listener fetches the truth over REST.
 */

export type ConnectionState = 'stopped' | 'connecting' | 'open' | 'waiting';

export interface ConnectionStatus {
  state: ConnectionState;
  /** When the next attempt starts, in ms since the epoch; null unless waiting. */
  retryAt: number | null;
  /** Since when news can't come, in ms since the epoch; null while open or stopped. */
  awaySince: number | null;
}

export interface TopicListener {
  onEvent: (payload: unknown, sequence: number) => void;
  /**
   * The server now sends this topic, and news may have passed before: after subscribing (also
   * again after a reconnect) and after a gap. `sequence` is the topic's counter at that moment.
   */
  onResync: (sequence: number) => void;
  onRefused?: (code: string, message: string) => void;
}

/**
 * `counted`: each event is one more than the last, so older ones are dropped and a gap shows.
 * `plain`: the numbers are those of what the events tell of, and every event is delivered.
 */
export type TopicKind = 'counted' | 'plain';

export interface SocketOptions {
  url: () => string;
  open?: (url: string) => WebSocket;
  random?: () => number;
}

export const FIRST_RETRY_MS = 500;
export const LONGEST_RETRY_MS = 20_000;
export const PING_EVERY_MS = 25_000;
export const ANSWER_WITHIN_MS = 10_000;
/** The close code of the server for somebody who isn't signed in. */
export const CLOSE_SIGNED_OUT = 4401;

interface Topic {
  kind: TopicKind;
  listeners: Set<TopicListener>;
  /** null until the server said where the topic stands on this connection. */
  sequence: number | null;
}

interface ServerMessage {
  type: 'subscribed' | 'refused' | 'event' | 'pong';
  topic?: string;
  sequence?: number;
  payload?: unknown;
  code?: string;
  message?: string;
}

/** Doubles from half a second to twenty, each cut by up to half so that pages don't return in step. */
export function retryDelayMs(attempt: number, random: () => number): number {
  const whole = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
  return Math.round(whole * (1 - random() / 2));
}

export class LiveSocket {
  private readonly topics = new Map<string, Topic>();
  private readonly watchers = new Set<() => void>();
  private readonly options: Required<SocketOptions>;
  private socket: WebSocket | null = null;
  private attempt = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private pingTimer: ReturnType<typeof setInterval> | undefined;
  private answerTimer: ReturnType<typeof setTimeout> | undefined;
  private status: ConnectionStatus = { state: 'stopped', retryAt: null, awaySince: null };

  constructor(options: SocketOptions) {
    this.options = { open: (url) => new WebSocket(url), random: Math.random, ...options };
  }

  /** Connect and stay connected until `stop`. */
  start(): void {
    if (this.status.state !== 'stopped') return;
    window.addEventListener('online', this.retryNow);
    window.addEventListener('offline', this.lost);
    this.connect();
  }

  stop(): void {
    window.removeEventListener('online', this.retryNow);
    window.removeEventListener('offline', this.lost);
    clearTimeout(this.retryTimer);
    this.drop();
    this.attempt = 0;
    this.set('stopped');
  }

  /** Don't wait for the next attempt. */
  readonly retryNow = (): void => {
    if (this.status.state !== 'waiting') return;
    clearTimeout(this.retryTimer);
    this.connect();
  };

  /** The browser says that the network is gone: the socket may not hear of it for long. */
  private readonly lost = (): void => {
    if (this.status.state === 'open' || this.status.state === 'connecting') this.closed(0);
  };

  /** Returns the way to unsubscribe. */
  subscribe(name: string, listener: TopicListener, kind: TopicKind = 'counted'): () => void {
    let topic = this.topics.get(name);
    if (topic === undefined) {
      topic = { kind, listeners: new Set(), sequence: null };
      this.topics.set(name, topic);
      this.send({ type: 'subscribe', topic: name });
    }
    topic.listeners.add(listener);
    // A second listener hears no "subscribed" of its own.
    if (topic.sequence !== null) listener.onResync(topic.sequence);
    return () => this.leave(name, listener);
  }

  /** For useSyncExternalStore. */
  readonly watch = (onChange: () => void): (() => void) => {
    this.watchers.add(onChange);
    return () => this.watchers.delete(onChange);
  };

  readonly snapshot = (): ConnectionStatus => this.status;

  private leave(name: string, listener: TopicListener): void {
    const topic = this.topics.get(name);
    if (!topic?.listeners.delete(listener) || topic.listeners.size > 0) return;
    this.topics.delete(name);
    this.send({ type: 'unsubscribe', topic: name });
  }

  private connect(): void {
    this.set('connecting');
    const socket = this.options.open(this.options.url());
    this.socket = socket;
    const isCurrent = () => this.socket === socket;
    socket.onopen = () => {
      if (isCurrent()) this.opened();
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      if (isCurrent()) this.received(event.data);
    };
    socket.onclose = (event: CloseEvent) => {
      if (isCurrent()) this.closed(event.code);
    };
  }

  private opened(): void {
    this.attempt = 0;
    this.set('open');
    for (const name of this.topics.keys()) this.send({ type: 'subscribe', topic: name });
    this.pingTimer = setInterval(() => {
      this.send({ type: 'ping' });
      // A connection can be dead without a close, as on a train: only an answer proves it alive.
      this.answerTimer ??= setTimeout(() => this.closed(0), ANSWER_WITHIN_MS);
    }, PING_EVERY_MS);
  }

  private closed(code: number): void {
    this.drop();
    for (const topic of this.topics.values()) topic.sequence = null;
    if (code === CLOSE_SIGNED_OUT) {
      this.stop();
      return;
    }
    const delay = retryDelayMs(this.attempt, this.options.random);
    this.attempt += 1;
    this.set('waiting', Date.now() + delay);
    this.retryTimer = setTimeout(this.retryNow, delay);
  }

  private drop(): void {
    clearInterval(this.pingTimer);
    clearTimeout(this.answerTimer);
    this.answerTimer = undefined;
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private received(text: string): void {
    clearTimeout(this.answerTimer);
    this.answerTimer = undefined;
    const message = JSON.parse(text) as ServerMessage;
    const topic = message.topic === undefined ? undefined : this.topics.get(message.topic);
    if (topic === undefined) return;
    const sequence = message.sequence ?? 0;
    if (message.type === 'subscribed') {
      topic.sequence = sequence;
      for (const listener of [...topic.listeners]) listener.onResync(sequence);
    } else if (message.type === 'refused') {
      for (const listener of [...topic.listeners]) {
        listener.onRefused?.(message.code ?? '', message.message ?? '');
      }
    } else if (message.type === 'event') {
      this.deliver(topic, message.payload, sequence);
    }
  }

  private deliver(topic: Topic, payload: unknown, sequence: number): void {
    const last = topic.kind === 'counted' ? topic.sequence : null;
    if (last !== null && sequence <= last) return;
    topic.sequence = sequence;
    const hasGap = last !== null && sequence > last + 1;
    for (const listener of [...topic.listeners]) {
      if (hasGap) listener.onResync(sequence);
      else listener.onEvent(payload, sequence);
    }
  }

  private send(message: { type: string; topic?: string }): void {
    // What can't be sent now is made good by the subscriptions that follow the next open.
    if (this.status.state === 'open') this.socket?.send(JSON.stringify(message));
  }

  private set(state: ConnectionState, retryAt: number | null = null): void {
    const isAway = state === 'connecting' || state === 'waiting';
    const awaySince = isAway ? (this.status.awaySince ?? Date.now()) : null;
    this.status = { state, retryAt, awaySince };
    for (const watcher of this.watchers) watcher();
  }
}

export const liveSocket = new LiveSocket({
  url: () => {
    const { protocol, host } = window.location;
    return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws/`;
  },
});
