import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Page, Section } from '@/components/page/page';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { checksQuery, isCompared } from '@/features/manage/plagiarism/api';
import { StartForm } from '@/features/manage/plagiarism/start-form';
import { languagesQuery } from '@/features/problems/api/get-languages';
import { formatWhen } from '@/lib/format';

export function PlagiarismChecksPage() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const { data: languages = [] } = useQuery(languagesQuery);
  const query = useInfiniteQuery(checksQuery);
  return (
    <Page title={t('plagiarism.heading')}>
      <Section title={t('plagiarism.new')}>
        <StartForm
          languages={languages}
          onStarted={(id) => navigate({ to: '/manage/plagiarism/$id', params: { id } })}
        />
      </Section>
      <Section title={t('plagiarism.checks')}>
        <QueryView query={query}>
          {({ pages }) => {
            const rows = pages.flatMap((page) => page.edges.map(({ node }) => node));
            if (rows.length === 0) {
              return <Note title={t('plagiarism.noneTitle')} text={t('plagiarism.noneText')} />;
            }
            return (
              <>
                <DataTable
                  label={t('plagiarism.checks')}
                  head={
                    <>
                      <th scope="col">#</th>
                      <th scope="col">{t('plagiarism.compared')}</th>
                      <th scope="col" data-align="end">
                        {t('plagiarism.sources')}
                      </th>
                      <th scope="col" data-align="end">
                        {t('plagiarism.pairs')}
                      </th>
                      <th scope="col" data-align="end">
                        {t('plagiarism.clusters')}
                      </th>
                      <th scope="col" data-minor>
                        {t('submissions.columnWhen')}
                      </th>
                    </>
                  }
                >
                  {rows.map((row) => (
                    <tr key={row.id}>
                      <td>
                        <Link to="/manage/plagiarism/$id" params={{ id: row.number }}>
                          {row.number}
                        </Link>
                      </td>
                      <td data-wide>
                        {[row.problemSet?.slug, row.problem?.slug, row.language]
                          .filter(Boolean)
                          .join(' · ')}
                        {!isCompared(row.state) && ` (${t('plagiarism.running')})`}
                      </td>
                      <td data-align="end">{row.sourceCount}</td>
                      <td data-align="end">{row.pairCount}</td>
                      <td data-align="end">{row.clusterCount}</td>
                      <td data-minor data-dim>
                        {formatWhen(row.createdAt, i18n.language)}
                      </td>
                    </tr>
                  ))}
                </DataTable>
                <LoadMore query={query} />
              </>
            );
          }}
        </QueryView>
      </Section>
    </Page>
  );
}
