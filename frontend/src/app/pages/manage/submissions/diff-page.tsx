import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { FilesDiff } from '@/components/diff/files-diff';
import { Page } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { comparedQuery } from '@/features/manage/submissions/api';

export function ManageDiffPage() {
  const { t } = useTranslation();
  const { left = 0, right = 0 } = useSearch({ from: '/personal/manage/submissions/diff' });
  const query = useQuery(comparedQuery(left, right));
  const title = (one: { number: number; user: { username: string }; verdict: string | null }) =>
    `#${one.number} · ${one.user.username} · ${one.verdict ?? '–'}`;
  return (
    <Page
      title={t('manageSubmissions.compare', { left, right })}
      crumbs={[
        <Link key="all" to="/manage/submissions">
          {t('manageSubmissions.heading')}
        </Link>,
        <Link key="left" to="/manage/submissions/$id" params={{ id: left }}>
          #{left}
        </Link>,
        <Link key="right" to="/manage/submissions/$id" params={{ id: right }}>
          #{right}
        </Link>,
      ]}
    >
      <QueryView query={query}>
        {(found) => (
          <FilesDiff
            left={found.left}
            right={found.right}
            leftTitle={title(found.left)}
            rightTitle={title(found.right)}
          />
        )}
      </QueryView>
    </Page>
  );
}
