import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { LockIcon } from '@/components/icons';
import { RichText } from '@/components/rich-text/rich-text';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { editorialQuery } from '@/features/problems/api/get-editorial';

export function Editorial({ slug }: { slug: string }) {
  const { t, i18n } = useTranslation();
  const query = useQuery(editorialQuery(slug, i18n.language));
  return (
    <QueryView query={query} loading={<LoadingRows rows={4} />}>
      {(editorial) =>
        editorial === null ? (
          <Note
            title={t('solve.noEditorialTitle')}
            text={t('solve.noEditorialText')}
            icon={<LockIcon />}
          />
        ) : (
          <RichText html={editorial.html} language={editorial.language} testId="editorial" />
        )
      }
    </QueryView>
  );
}
