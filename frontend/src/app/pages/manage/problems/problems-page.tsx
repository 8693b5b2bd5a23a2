import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Page } from '@/components/page/page';
import { SearchField } from '@/components/search-field/search-field';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import { Panel } from '@/features/manage/kit/form';
import { managedProblemsQuery } from '@/features/manage/problems/api';
import { NewProblemForm } from '@/features/manage/problems/new-problem-form';
import { PackageUpload } from '@/features/manage/problems/package-upload';
import { ownCoursesQuery } from '@/features/manage/sets/api';
import { formatWhen } from '@/lib/format';
import { useDebouncedValue } from '@/lib/use-debounced-value';

import classes from '@/features/manage/kit/kit.module.css';

export function ManagedProblemsPage() {
  const { t, i18n } = useTranslation();
  const [typed, setTyped] = useState('');
  const [isArchived, setArchived] = useState(false);
  const [isMaking, setMaking] = useState(false);
  const query = useInfiniteQuery(managedProblemsQuery(useDebouncedValue(typed, 300), isArchived));
  return (
    <Page
      title={t('managedProblems.heading')}
      aside={
        <Button size="sm" aria-expanded={isMaking} onClick={() => setMaking(!isMaking)}>
          {t('managedProblems.create')}
        </Button>
      }
    >
      {isMaking && <NewProblem />}
      <div className={classes.tools}>
        <SearchField
          label={t('managedProblems.search')}
          clearLabel={t('manage.clear')}
          placeholder={t('managedProblems.search')}
          value={typed}
          onChange={setTyped}
        />
        <label>
          <input
            type="checkbox"
            checked={isArchived}
            onChange={(event) => setArchived(event.currentTarget.checked)}
          />{' '}
          {t('managedProblems.archivedOnes')}
        </label>
      </div>
      <QueryView query={query}>
        {({ pages }) => {
          const problems = pages.flatMap(({ edges }) => edges);
          if (problems.length === 0) {
            return (
              <Note title={t('managedProblems.emptyTitle')} text={t('managedProblems.emptyText')} />
            );
          }
          return (
            <>
              <DataTable
                label={t('managedProblems.heading')}
                head={
                  <>
                    <th>{t('managedProblems.title')}</th>
                    <th data-minor>{t('managedProblems.course')}</th>
                    <th>{t('managedProblems.visibilityHead')}</th>
                    <th>{t('managedProblems.tests')}</th>
                    <th data-minor>{t('managedProblems.changed')}</th>
                  </>
                }
              >
                {problems.map(({ node }) => (
                  <tr key={node.id}>
                    <td data-wide>
                      <Link
                        to="/manage/problems/$slug/$part"
                        params={{ slug: node.slug, part: 'statement' }}
                      >
                        {node.title}
                      </Link>{' '}
                      <span className={classes.code}>{node.slug}</span>
                    </td>
                    <td data-minor data-dim>
                      {node.course?.title}
                    </td>
                    <td>{t(`managedProblems.visibility.${node.visibility as 'public'}`)}</td>
                    <td data-align="end">
                      {node.testPackage === null ? (
                        <Tag tone="orange">{t('managedProblems.noTests')}</Tag>
                      ) : (
                        `${node.testPackage.testCaseCount} · v${node.testPackage.version}`
                      )}
                    </td>
                    <td data-minor>{formatWhen(node.updatedAt, i18n.language)}</td>
                  </tr>
                ))}
              </DataTable>
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}

function NewProblem() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const courses = useQuery(ownCoursesQuery).data ?? [];
  const [course, setCourse] = useState<string | null>(null);
  const chosen = course ?? courses[0]?.slug ?? '';
  const open = (slug: string) =>
    void navigate({ to: '/manage/problems/$slug/$part', params: { slug, part: 'statement' } });
  return (
    <>
      <div className={classes.tools}>
        <label>
          {t('managedProblems.forCourse')}{' '}
          <select value={chosen} onChange={(event) => setCourse(event.currentTarget.value)}>
            {courses.map(({ slug, title }) => (
              <option key={slug} value={slug}>
                {title}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className={classes.split}>
        <Panel title={t('managedProblems.fromPackage')}>
          <PackageUpload
            target={{ course: chosen || null, problemId: null, makeLive: true }}
            onDone={open}
          />
        </Panel>
        <Panel title={t('managedProblems.fromNothing')}>
          <NewProblemForm courseSlug={chosen || null} onDone={open} />
        </Panel>
      </div>
    </>
  );
}
