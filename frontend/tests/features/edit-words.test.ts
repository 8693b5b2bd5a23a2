import { createInstance, type TFunction } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';

import { editWords } from '@/features/manage/problems/edit-words';
import en from '@/lib/i18n/locales/en/manage-problems.json';
import enCommon from '@/lib/i18n/locales/en/manage.json';

describe('what an edit of a test package does', () => {
  let t: TFunction;
  beforeAll(async () => {
    const i18n = createInstance();
    t = await i18n.init({
      lng: 'en',
      resources: { en: { translation: { ...enCommon, ...en } } },
      interpolation: { escapeValue: false },
    });
  });

  it.each([
    [{ kind: 'rename_case', name: 'secret/1', new_name: 'sample/2' }, 'becomes sample/2'],
    [{ kind: 'remove_case', name: 'secret/1' }, 'Remove test case secret/1'],
    [
      {
        kind: 'set_group',
        name: 'secret/1-small',
        max_score: 30,
        aggregation: 'pass-fail',
        require_pass: ['sample'],
      },
      'Group secret/1-small: 30 points, All or nothing, only after sample',
    ],
    [
      { kind: 'set_validator', mode: 'default', flags: ['float_tolerance', '1e-6'], files: null },
      'Judging: Comparison with the answer, float_tolerance 1e-6',
    ],
    [
      { kind: 'set_limits', time_limit_ms: 1500, memory_limit_kib: 262144 },
      'Limits: Time limit, ms 1500, Memory limit, MiB 256',
    ],
    [{ kind: 'of_tomorrow', name: 'x' }, '"of_tomorrow"'],
  ])('says %o', (operation, words) => {
    expect(editWords(t, operation)).toContain(words);
  });
});
