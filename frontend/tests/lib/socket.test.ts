import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import {
  ANSWER_WITHIN_MS,
  CLOSE_SIGNED_OUT,
  FIRST_RETRY_MS,
  LiveSocket,
  LONGEST_RETRY_MS,
  PING_EVERY_MS,
  retryDelayMs,
} from '@/lib/socket';

import { FakeWebSocket } from '../support';

const TOPIC = 'submission:7';

function aListener() {
  return { onEvent: vi.fn(), onResync: vi.fn(), onRefused: vi.fn() };
}

describe('LiveSocket', () => {
  let socket: LiveSocket;

  beforeEach(() => {
    vi.useFakeTimers();
    FakeWebSocket.all = [];
    socket = new LiveSocket({
      url: () => 'ws://test/ws/',
      open: () => new FakeWebSocket() as unknown as WebSocket,
      random: () => 0,
    });
  });
  afterEach(() => {
    socket.stop();
    vi.useRealTimers();
  });

  function connected(): FakeWebSocket {
    socket.start();
    FakeWebSocket.last.open();
    return FakeWebSocket.last;
  }

  it('delivers events in order and drops those that are not newer', () => {
    const listener = aListener();
    socket.subscribe(TOPIC, listener);
    const server = connected();
    server.say({ type: 'subscribed', topic: TOPIC, sequence: 4 });
    server.say({ type: 'event', topic: TOPIC, sequence: 4, payload: 'old' });
    server.say({ type: 'event', topic: TOPIC, sequence: 5, payload: 'new' });

    expect(server.sent).toEqual([{ type: 'subscribe', topic: TOPIC }]);
    expect(listener.onEvent.mock.calls).toEqual([['new', 5]]);
  });

  it('asks to resynchronise instead of delivering across a gap', () => {
    const listener = aListener();
    socket.subscribe(TOPIC, listener);
    const server = connected();
    server.say({ type: 'subscribed', topic: TOPIC, sequence: 1 });
    listener.onResync.mockClear();
    server.say({ type: 'event', topic: TOPIC, sequence: 3, payload: 'after a gap' });
    server.say({ type: 'event', topic: TOPIC, sequence: 4, payload: 'next' });

    expect(listener.onResync.mock.calls).toEqual([[3]]);
    expect(listener.onEvent.mock.calls).toEqual([['next', 4]]);
  });

  it('delivers every event of a plain topic, whose numbers are not its own', () => {
    const listener = aListener();
    socket.subscribe('user:me', listener, 'plain');
    const server = connected();
    server.say({ type: 'subscribed', topic: 'user:me', sequence: 0 });
    server.say({ type: 'event', topic: 'user:me', sequence: 9, payload: 'a' });
    server.say({ type: 'event', topic: 'user:me', sequence: 2, payload: 'b' });

    expect(listener.onEvent).toHaveBeenCalledTimes(2);
  });

  it('reconnects, subscribes again and resynchronises', () => {
    const listener = aListener();
    socket.subscribe(TOPIC, listener);
    connected().fail();
    expect(socket.snapshot().state).toBe('waiting');

    vi.advanceTimersByTime(FIRST_RETRY_MS);
    expect(FakeWebSocket.all).toHaveLength(2);
    FakeWebSocket.last.open();
    FakeWebSocket.last.say({ type: 'subscribed', topic: TOPIC, sequence: 8 });

    expect(FakeWebSocket.last.sent).toEqual([{ type: 'subscribe', topic: TOPIC }]);
    expect(listener.onResync).toHaveBeenLastCalledWith(8);
    expect(socket.snapshot()).toEqual({ state: 'open', retryAt: null, awaySince: null });
  });

  it('takes a connection that answers no ping for dead', () => {
    const first = connected();
    vi.advanceTimersByTime(PING_EVERY_MS);
    first.say({ type: 'pong' });
    vi.advanceTimersByTime(ANSWER_WITHIN_MS);
    expect(socket.snapshot().state).toBe('open');

    vi.advanceTimersByTime(PING_EVERY_MS + ANSWER_WITHIN_MS);
    expect(first.isClosed).toBe(true);
    expect(FakeWebSocket.all.length).toBeGreaterThan(1);
  });

  it('does not come back to a server that says: signed out', () => {
    connected().fail(CLOSE_SIGNED_OUT);
    vi.advanceTimersByTime(LONGEST_RETRY_MS * 2);

    expect(FakeWebSocket.all).toHaveLength(1);
    expect(socket.snapshot().state).toBe('stopped');
  });

  it('believes the browser that the network is gone, and returns with it', () => {
    connected();
    window.dispatchEvent(new Event('offline'));
    expect(socket.snapshot()).toMatchObject({ state: 'waiting' });
    window.dispatchEvent(new Event('online'));
    expect(socket.snapshot().state).toBe('connecting');
  });

  it('unsubscribes when the last listener has left', () => {
    const server = connected();
    const leaveFirst = socket.subscribe(TOPIC, aListener());
    const leaveSecond = socket.subscribe(TOPIC, aListener());
    leaveFirst();
    expect(server.sent).toHaveLength(1);
    leaveSecond();
    expect(server.sent.at(-1)).toEqual({ type: 'unsubscribe', topic: TOPIC });
  });

  it('tells a listener why its topic is refused', () => {
    const listener = aListener();
    socket.subscribe(TOPIC, listener);
    connected().say({ type: 'refused', topic: TOPIC, code: 'not_found', message: 'No.' });
    expect(listener.onRefused).toHaveBeenCalledWith('not_found', 'No.');
  });
});

describe('retryDelayMs', () => {
  it('doubles up to a limit', () => {
    const delays = [0, 1, 2, 10].map((attempt) => retryDelayMs(attempt, () => 0));
    expect(delays).toEqual([500, 1000, 2000, LONGEST_RETRY_MS]);
  });

  it('is cut by up to half', () => {
    expect(retryDelayMs(1, () => 1)).toBe(500);
  });
});
