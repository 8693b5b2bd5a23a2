import { beforeEach, describe, expect, it } from 'vitest';

import {
  emptyTrial,
  keepTrials,
  readTrials,
  resultFor,
  runInputs,
  type OwnTrial,
  type Trial,
} from '@/features/submissions/trials';
import type { CustomRun } from '@/lib/api/types';

const own: OwnTrial = { id: 'own-1', kind: 'own', input: '1 2', expected: '' };
const sample: Trial = {
  id: 'sample-1',
  kind: 'sample',
  sample: { name: '1', input: '3 4', answer: '7', interaction: '' },
};
const result = (ordinal: number) => ({ ordinal, word: 'OK' }) as CustomRun['results'][number];
const run = {
  inputs: [
    { sample: '1', input: null, expected: null },
    { sample: null, input: '1 2', expected: null },
  ],
  results: [result(1), result(2)],
} as CustomRun;

beforeEach(() => window.localStorage.clear());

describe('inputs to run on', () => {
  it('name samples and send own texts, without an expectation where none is written', () => {
    expect(runInputs([sample, own, { ...own, expected: '3' }])).toEqual([
      { sample: '1' },
      { input: '1 2', expected: null },
      { input: '1 2', expected: '3' },
    ]);
  });

  it('find their own result, and none once they were changed', () => {
    expect(resultFor(run, sample)?.ordinal).toBe(1);
    expect(resultFor(run, own)?.ordinal).toBe(2);
    expect(resultFor(run, { ...own, input: '1 3' })).toBeUndefined();
    expect(resultFor(run, { ...own, expected: '3' })).toBeUndefined();
    expect(resultFor(undefined, own)).toBeUndefined();
  });

  it('are kept on the device, whatever it holds', () => {
    keepTrials('trials:1:aplusb', [own, emptyTrial([own])]);

    expect(readTrials('trials:1:aplusb')).toEqual([own, { ...own, id: 'own-2', input: '' }]);
    for (const broken of ['{', '7', '[null]', '[{"input":{}}]']) {
      window.localStorage.setItem('codedang:broken', broken);
      expect(() => readTrials('broken')).not.toThrow();
    }
  });
});
