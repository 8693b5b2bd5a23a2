import { useSyncExternalStore } from 'react';

/**
 * The server's clock, which contests and due dates go by, whatever this device's says.
 *
 * Every answer tells when it left the server, in whole seconds: at its arrival it was at least
 * that late there. The best of these lower bounds, held against a clock that nobody sets, is the
 * time within a moment; an answer out of a cache is only a worse bound.
 */
let aheadMs: number | null = null;

/** Note a moment, in ms since the epoch, that the server's clock has passed by now. */
export function noteServerTime(atMs: number): void {
  if (!Number.isFinite(atMs)) return;
  const bound = atMs - performance.now();
  if (aheadMs === null || bound > aheadMs) aheadMs = bound;
}

/** In ms since the epoch; this device's own clock until the server has spoken. */
export function serverNow(): number {
  return aheadMs === null ? Date.now() : performance.now() + aheadMs;
}

/** For tests. */
export function forgetServerTime(): void {
  aheadMs = null;
}

const SECOND_MS = 1000;
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let second = 0;

function tick(): void {
  const next = wholeSecond();
  if (next === second) return;
  second = next;
  for (const watcher of watchers) watcher();
}

function wholeSecond(): number {
  return Math.floor(serverNow() / SECOND_MS) * SECOND_MS;
}

function watch(onChange: () => void): () => void {
  watchers.add(onChange);
  timer ??= setInterval(tick, SECOND_MS / 4);
  return () => {
    watchers.delete(onChange);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function snapshot(): number {
  if (timer === undefined) second = wholeSecond();
  return second;
}

/** The server's time in ms, cut to whole seconds; the component renders anew with each. */
export function useServerSecond(): number {
  return useSyncExternalStore(watch, snapshot);
}

/** Whether the server's clock has reached a moment; renders anew only when it has. */
export function useHasCome(iso: string | null): boolean {
  const at = iso === null ? Number.POSITIVE_INFINITY : Date.parse(iso);
  return useSyncExternalStore(watch, () => snapshot() >= at);
}
