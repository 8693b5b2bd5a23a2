import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { ServerDraft } from '@/features/editor/api/drafts';
import type { SaveOutcome } from '@/features/editor/api/save-draft';
import { DraftSync } from '@/features/editor/draft-sync';
import { draftKey } from '@/features/editor/use-draft';
import { NetworkError } from '@/lib/api/errors';
import { readStored, writeStored } from '@/lib/storage';

const KEY = draftKey('1', 'aplusb', 'cpp17');

function onServer(version: number, source: string): ServerDraft {
  return {
    problem: 'aplusb',
    problem_set: null,
    language: 'cpp17',
    version,
    updated_at: '2026-01-01T00:00:00Z',
    source,
  };
}

type Send = (source: string, version: number) => Promise<SaveOutcome>;

function openDraft(send: Send | null = saving()) {
  return new DraftSync({ key: KEY, template: 'template', send });
}

function saving() {
  return vi.fn<Send>((_source, version) =>
    Promise.resolve({ kind: 'saved', version: version + 1 }),
  );
}

describe('a draft', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('opens with the template, then with what was written on this device', () => {
    const first = openDraft(null);
    expect(first.current).toBe('template');
    first.change('mine');
    vi.runAllTimers();
    expect(first.snapshot().status).toBe('local');
    expect(openDraft(null).current).toBe('mine');
  });

  it('opens with what the server keeps, where this device has nothing', () => {
    const draft = openDraft();
    expect(draft.meet(onServer(3, 'from the lab'))).toBe('from the lab');
    expect(draft.snapshot().status).toBe('saved');
  });

  it('is sent a moment after the last change, with the version that it grew from', async () => {
    const send = saving();
    const draft = openDraft(send);
    draft.meet(onServer(3, 'x'));
    draft.change('xy');
    draft.change('xyz');
    expect(draft.snapshot().status).toBe('saving');
    await vi.runAllTimersAsync();
    expect(send.mock.calls).toEqual([['xyz', 3]]);
    expect(draft.snapshot().status).toBe('saved');
  });

  it('is sent while somebody types without a rest', async () => {
    const send = saving();
    const draft = openDraft(send);
    draft.meet(null);
    for (let i = 0; i < 10; i += 1) {
      draft.change('x'.repeat(i + 1));
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(send).toHaveBeenCalled();
  });

  it('waits on this device while the server is away, and goes out when it is back', async () => {
    const send = saving();
    send.mockRejectedValueOnce(new NetworkError());
    const draft = openDraft(send);
    draft.meet(null);
    draft.change('on the train');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(draft.snapshot().status).toBe('offline');
    expect(readStored(KEY)).toBe('on the train');
    draft.flush();
    await vi.runAllTimersAsync();
    expect(draft.snapshot().status).toBe('saved');
  });

  it('that a former page could not send is sent by the next one', async () => {
    openDraft().change('last words');
    await vi.runAllTimersAsync();
    const send = saving();
    const next = openDraft(send);
    expect(next.meet(null)).toBeNull();
    await vi.runAllTimersAsync();
    expect(send.mock.calls).toEqual([['last words', 0]]);
  });

  it('changed in two places asks, and keeps mine over theirs', async () => {
    const send = saving();
    send.mockResolvedValueOnce({ kind: 'conflict', current: onServer(5, 'theirs') });
    const draft = openDraft(send);
    draft.meet(onServer(3, 'x'));
    draft.change('mine');
    await vi.runAllTimersAsync();
    expect(draft.snapshot().conflict).toEqual({ mine: 'mine', theirs: 'theirs' });
    // nothing is sent before somebody has chosen
    expect(send).toHaveBeenCalledTimes(1);
    draft.keepMine();
    await vi.runAllTimersAsync();
    expect(send).toHaveBeenLastCalledWith('mine', 5);
    expect(draft.snapshot().conflict).toBeNull();
  });

  it('changed in two places can take theirs', () => {
    writeStored(KEY, 'mine');
    const draft = openDraft();
    draft.meet(onServer(5, 'theirs'));
    expect(draft.takeTheirs()).toBe('theirs');
    expect(draft.snapshot()).toMatchObject({ status: 'saved', conflict: null });
    expect(readStored(KEY)).toBe('theirs');
  });

  it('offers what another device saved later, instead of taking it unasked', () => {
    const draft = openDraft();
    draft.meet(onServer(3, 'x'));
    expect(draft.meet(onServer(4, 'later'))).toBeNull();
    expect(draft.snapshot().offered).toBe('later');
    expect(draft.takeOffered()).toBe('later');
    expect(draft.current).toBe('later');
  });

  it('of a visitor says when the browser refuses', () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const draft = openDraft(null);
    draft.change('a');
    vi.runAllTimers();
    expect(draft.snapshot().status).toBe('lost');
  });
});
