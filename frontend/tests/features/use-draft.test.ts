import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { draftKey, useDraft } from '@/features/editor/use-draft';
import { readStored, writeStored } from '@/lib/storage';

const KEY = draftKey('1', 'aplusb', 'cpp17');

describe('a draft', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('opens with the template, then with what was written', () => {
    expect(renderHook(() => useDraft(KEY, 'template')).result.current.initial).toBe('template');
    writeStored(KEY, 'mine');
    expect(renderHook(() => useDraft(KEY, 'template')).result.current.initial).toBe('mine');
  });

  it('is its own for each language, problem and person', () => {
    const keys = [
      draftKey('1', 'p', 'c'),
      draftKey('2', 'p', 'c'),
      draftKey('1', 'q', 'c'),
      draftKey('1', 'p', 'd'),
    ];
    expect(new Set(keys).size).toBe(4);
  });

  it('is saved a moment after the last change', () => {
    const { result } = renderHook(() => useDraft(KEY, ''));
    act(() => result.current.change('a'));
    expect(result.current.status).toBe('saving');
    act(() => void vi.runAllTimers());
    expect(result.current.status).toBe('saved');
    expect(readStored(KEY)).toBe('a');
  });

  it('is saved at once when its page goes away', () => {
    const { result, unmount } = renderHook(() => useDraft(KEY, ''));
    act(() => result.current.change('last words'));
    unmount();
    expect(readStored(KEY)).toBe('last words');
  });

  it('says when the browser refuses', () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const { result } = renderHook(() => useDraft(KEY, ''));
    act(() => result.current.change('a'));
    act(() => void vi.runAllTimers());
    expect(result.current.status).toBe('refused');
  });
});
