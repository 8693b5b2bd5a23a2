import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import form from '@/features/manage/kit/inputs.module.css';
import { Complaint } from '@/features/manage/kit/form';
import { useSave } from '@/features/manage/kit/use-save';
import { PlaceIds, StartPlagiarismCheck } from '@/features/manage/plagiarism/plagiarism.gen';
import { ApiError } from '@/lib/api/errors';
import { request } from '@/lib/graphql/request';

interface Props {
  languages: readonly { id: string; name: string }[];
  onStarted: (number: number) => unknown;
}

/** What is compared: a set or a problem by its address, in one language or all. */
export function StartForm({ languages, onStarted }: Props) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<'set' | 'problem'>('set');
  const [slug, setSlug] = useState('');
  const [language, setLanguage] = useState('');
  const [keeps, setKeeps] = useState<'LAST' | 'BEST'>('LAST');
  const [percent, setPercent] = useState(50);
  const start = useSave(
    async () => {
      const { problemSets, problems } = await request(PlaceIds, { slug: slug.trim() });
      const id = (kind === 'set' ? problemSets : problems).edges[0]?.node.id;
      if (id === undefined) {
        throw new ApiError({ status: 404, code: 'not_found', message: t('plagiarism.noPlace') });
      }
      return request(StartPlagiarismCheck, {
        problemSetId: kind === 'set' ? id : null,
        problemId: kind === 'problem' ? id : null,
        language,
        keeps,
        threshold: percent / 100,
      });
    },
    ({ startPlagiarismCheck }) => onStarted(startPlagiarismCheck.number),
  );
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <form className={form.form} onSubmit={submit} aria-label={t('plagiarism.start')}>
      <label>
        {t('plagiarism.what')}
        <select
          value={kind}
          onChange={({ currentTarget }) =>
            setKind(currentTarget.value === 'set' ? 'set' : 'problem')
          }
        >
          <option value="set">{t('plagiarism.set')}</option>
          <option value="problem">{t('plagiarism.problem')}</option>
        </select>
      </label>
      <label>
        {t('plagiarism.slug')}
        <input
          required
          value={slug}
          maxLength={200}
          onChange={({ currentTarget }) => setSlug(currentTarget.value)}
        />
      </label>
      <label>
        {t('choice.language')}
        <select value={language} onChange={({ currentTarget }) => setLanguage(currentTarget.value)}>
          <option value="">{t('plagiarism.eachLanguage')}</option>
          {languages.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('plagiarism.keeps')}
        <select
          value={keeps}
          onChange={({ currentTarget }) =>
            setKeeps(currentTarget.value === 'BEST' ? 'BEST' : 'LAST')
          }
        >
          <option value="LAST">{t('plagiarism.keepsLAST')}</option>
          <option value="BEST">{t('plagiarism.keepsBEST')}</option>
        </select>
      </label>
      <label>
        {t('plagiarism.threshold')}
        <input
          type="number"
          min={10}
          max={100}
          value={percent}
          onChange={({ currentTarget }) => setPercent(currentTarget.valueAsNumber || 50)}
        />
      </label>
      <Button type="submit" size="sm" loading={start.isPending}>
        {t('plagiarism.start')}
      </Button>
      <Complaint error={start.error} />
    </form>
  );
}
