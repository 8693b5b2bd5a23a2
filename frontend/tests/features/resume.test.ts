import { expect, it } from 'vitest';

import { toResume } from '@/app/pages/home/resume';

import { aSubmission } from '../support';

const of = (id: number, slug: string, verdict: 'AC' | 'WA') =>
  aSubmission({ id, problem: { slug, title: slug }, state: 'done', verdict });

it('offers the latest problem that is not solved yet, else the latest', () => {
  const solvedLater = [of(3, 'a', 'AC'), of(2, 'b', 'WA'), of(1, 'a', 'WA')];
  expect(toResume(solvedLater)?.id).toBe(2);
  expect(toResume([of(3, 'a', 'AC'), of(1, 'a', 'WA')])?.id).toBe(3);
  expect(toResume([])).toBeUndefined();
});
