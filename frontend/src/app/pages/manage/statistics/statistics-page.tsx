import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Page, Section } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { VerdictBadge } from '@/components/verdict/verdict-badge';
import form from '@/features/manage/kit/inputs.module.css';
import { figuresQuery, type Figures } from '@/features/manage/statistics/api';
import { Plots } from '@/features/manage/statistics/plots';
import { SCOPES, type Scope } from '@/features/manage/statistics/scope';
import { formatWhen } from '@/lib/format';
import { isVerdict } from '@/lib/verdicts';

export function StatisticsPage() {
  const { t } = useTranslation();
  const { of = 'course', slug } = useSearch({ from: '/personal/manage/statistics' });
  return (
    <Page title={t('figures.heading')}>
      <ScopeForm key={`${of} ${slug ?? ''}`} of={of} slug={slug ?? ''} />
      {slug === undefined ? (
        <Note title={t('figures.noneTitle')} text={t('figures.noneText')} />
      ) : (
        <Found of={of} slug={slug} />
      )}
    </Page>
  );
}

function ScopeForm(chosen: { of: Scope; slug: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [of, setOf] = useState(chosen.of);
  const [slug, setSlug] = useState(chosen.slug);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void navigate({ to: '/manage/statistics', search: { of, slug: slug.trim() || undefined } });
  };
  return (
    <form className={form.form} role="search" onSubmit={submit}>
      <label>
        {t('figures.of')}
        <select value={of} onChange={({ currentTarget }) => setOf(currentTarget.value as Scope)}>
          {SCOPES.map((one) => (
            <option key={one} value={one}>
              {t(`figures.scopes.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('figures.slug')}
        <input
          required
          value={slug}
          maxLength={200}
          onChange={({ currentTarget }) => setSlug(currentTarget.value)}
        />
      </label>
      <Button type="submit" size="sm">
        {t('figures.show')}
      </Button>
    </form>
  );
}

function Found({ of, slug }: { of: Scope; slug: string }) {
  const { t } = useTranslation();
  const query = useQuery(figuresQuery(of, slug));
  return (
    <QueryView query={query}>
      {(figures) =>
        figures.submissionCount === 0 ? (
          <Note title={t('figures.emptyTitle')} text={t('figures.emptyText')} />
        ) : (
          <>
            <p role="status">
              {t('figures.counted', { count: figures.submissionCount })}{' '}
              {figures.isCut && t('figures.isCut')}
            </p>
            <Plots figures={figures} />
            <Failures figures={figures} />
            <Stuck figures={figures} />
          </>
        )
      }
    </QueryView>
  );
}

function Failures({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  if (figures.testFailures.length === 0) return null;
  return (
    <Section title={t('figures.failures')}>
      <DataTable
        label={t('figures.failures')}
        head={
          <>
            <th scope="col">{t('submissions.columnProblem')}</th>
            <th scope="col">{t('figures.test')}</th>
            <th scope="col">{t('submissions.columnVerdict')}</th>
            <th scope="col" data-align="end">
              {t('figures.submissions')}
            </th>
          </>
        }
      >
        {figures.testFailures.slice(0, 30).map((one) => (
          <tr key={`${one.problemSlug} ${one.testCase} ${one.verdict}`}>
            <td>{one.problemSlug}</td>
            <td>{one.testCase}</td>
            <td>{isVerdict(one.verdict) && <VerdictBadge verdict={one.verdict} />}</td>
            <td data-align="end">{one.count}</td>
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}

function Stuck({ figures }: { figures: Figures }) {
  const { t, i18n } = useTranslation();
  if (figures.stuck.length === 0) return null;
  return (
    <Section title={t('figures.stuck')}>
      <p className={form.dim}>{t('figures.stuckText')}</p>
      <DataTable
        label={t('figures.stuck')}
        head={
          <>
            <th scope="col">{t('manageSubmissions.student')}</th>
            <th scope="col">{t('submissions.columnProblem')}</th>
            <th scope="col" data-align="end">
              {t('figures.attempts')}
            </th>
            <th scope="col">{t('figures.last')}</th>
          </>
        }
      >
        {figures.stuck.map((one) => (
          <tr key={`${one.username} ${one.problemSlug}`}>
            <td>
              <Link
                to="/manage/submissions"
                search={{ username: one.username, problem: one.problemSlug }}
              >
                {one.name}
              </Link>
            </td>
            <td>{one.problemSlug}</td>
            <td data-align="end">{one.attempts}</td>
            <td data-dim>{formatWhen(one.lastAt, i18n.language)}</td>
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}
