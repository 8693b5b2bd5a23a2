import { useInfiniteQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Section } from '@/components/page/page';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { assignmentsQuery } from '@/features/assignments/api/get-assignments';
import { AssignmentList } from '@/features/assignments/components/assignment-list';

/** All assignments and exercises of one course, those that are due last first. */
export function CourseAssignmentsPage() {
  const { t } = useTranslation();
  const { slug } = useParams({ from: '/personal/courses/$slug/assignments' });
  const query = useInfiniteQuery(assignmentsQuery({ course: slug, order: '-ends_at' }));
  return (
    <QueryView query={query} loading={<LoadingRows rows={4} />}>
      {({ pages }) => {
        const assignments = pages.flatMap((page) => page.items);
        if (assignments.length === 0) {
          return (
            <Note title={t('courses.noAssignmentsTitle')} text={t('courses.noAssignmentsText')} />
          );
        }
        return (
          <Section title={t('nav.assignments')}>
            <AssignmentList assignments={assignments} label={t('nav.assignments')} />
            <LoadMore query={query} />
          </Section>
        );
      }}
    </QueryView>
  );
}
