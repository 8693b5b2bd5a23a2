import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Page } from '@/components/page/page';
import { SearchField } from '@/components/search-field/search-field';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { AdjustDialog } from '@/features/manage/grades/adjust-dialog';
import { bookQuery, PAGE, type Book } from '@/features/manage/grades/api';
import { GradeGrid, type Cell } from '@/features/manage/grades/grade-grid';
import { ImportScores, ReleaseColumn } from '@/features/manage/grades/grades.gen';
import { ActButton, Panel } from '@/features/manage/kit/form';
import { ImportForm } from '@/features/manage/kit/import-form';
import { ownCoursesQuery } from '@/features/manage/sets/api';
import { request } from '@/lib/graphql/request';
import { useDebouncedValue } from '@/lib/use-debounced-value';

import classes from '@/features/manage/kit/kit.module.css';

export function ManagedGradesPage() {
  const { t } = useTranslation();
  const courses = useQuery(ownCoursesQuery);
  return (
    <Page title={t('managedGrades.heading')}>
      <QueryView query={courses}>
        {(own) =>
          own.length === 0 ? (
            <Note title={t('manage.noCoursesTitle')} text={t('manage.noCoursesText')} />
          ) : (
            <BookOf courses={own} />
          )
        }
      </QueryView>
    </Page>
  );
}

function BookOf({ courses }: { courses: readonly { slug: string; title: string }[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/personal/manage/grades' });
  const courseSlug = search.course ?? courses[0]?.slug ?? '';
  const [offset, setOffset] = useState(0);
  const find = useDebouncedValue(search.find ?? '', 300);
  const query = useQuery({
    ...bookQuery({ courseSlug, section: search.section ?? '', search: find, offset }),
    placeholderData: keepPreviousData,
  });
  const put = (part: {
    course?: string;
    section?: string | undefined;
    find?: string | undefined;
  }) => {
    setOffset(0);
    void navigate({
      to: '/manage/grades',
      search: { ...search, course: courseSlug, ...part },
      replace: true,
    });
  };
  return (
    <>
      <div className={classes.tools}>
        <label>
          {t('managedGrades.course')}{' '}
          <select
            value={courseSlug}
            onChange={(event) => put({ course: event.currentTarget.value, section: undefined })}
          >
            {courses.map(({ slug, title }) => (
              <option key={slug} value={slug}>
                {title}
              </option>
            ))}
          </select>
        </label>
        {(query.data?.sections.length ?? 0) > 0 && (
          <label>
            {t('managedGrades.section')}{' '}
            <select
              value={search.section ?? ''}
              onChange={(event) => put({ section: event.currentTarget.value || undefined })}
            >
              <option value="">{t('managedGrades.allSections')}</option>
              {query.data?.sections.map((section) => (
                <option key={section}>{section}</option>
              ))}
            </select>
          </label>
        )}
        <SearchField
          label={t('managedGrades.find')}
          clearLabel={t('manage.clear')}
          placeholder={t('managedGrades.find')}
          value={search.find ?? ''}
          onChange={(value) => put({ find: value || undefined })}
        />
        {(['csv', 'xlsx'] as const).map((format) => (
          <a
            key={format}
            href={`/api/v1/courses/${encodeURIComponent(courseSlug)}/grading-book?format=${format}`}
          >
            {t('managedGrades.export', { format: format.toUpperCase() })}
          </a>
        ))}
      </div>
      <QueryView query={query}>
        {(book) => <Shown book={book} offset={offset} onTurn={setOffset} />}
      </QueryView>
    </>
  );
}

interface ShownProps {
  book: Book;
  offset: number;
  onTurn: (offset: number) => void;
}

function Shown({ book, offset, onTurn }: ShownProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Cell | null>(null);
  const [imported, setImported] = useState('');
  const { columns, rows, studentCount } = book;
  const into = imported || (columns[0]?.slug ?? '');
  if (columns.length === 0) {
    return (
      <Note title={t('managedGrades.noColumnsTitle')} text={t('managedGrades.noColumnsText')} />
    );
  }
  if (rows.length === 0) {
    return <Note title={t('managedGrades.nobodyTitle')} text={t('managedGrades.nobodyText')} />;
  }
  return (
    <>
      <p className={classes.dim}>{t('managedGrades.keys')}</p>
      <GradeGrid book={book} onOpen={setOpened} />
      {studentCount > PAGE && (
        <div className={classes.tools}>
          <Button
            size="xs"
            variant="default"
            disabled={offset === 0}
            onClick={() => onTurn(offset - PAGE)}
          >
            {t('managedGrades.previous')}
          </Button>
          <span className={classes.dim}>
            {offset + 1}–{offset + rows.length} / {studentCount}
          </span>
          <Button
            size="xs"
            variant="default"
            disabled={offset + PAGE >= studentCount}
            onClick={() => onTurn(offset + PAGE)}
          >
            {t('managedGrades.next')}
          </Button>
        </div>
      )}
      <div className={classes.split}>
        <Panel title={t('managedGrades.releasing')}>
          <ul className={classes.items}>
            {columns.map(({ slug, title, isReleased }) => (
              <li key={slug} className={classes.itemHead}>
                <span>{title}</span>
                {isReleased ? (
                  <span className={classes.saved}>{t('managedGrades.released')}</span>
                ) : (
                  <ActButton
                    label={t('managedGrades.release')}
                    name={t('managedGrades.releaseOne', { title })}
                    question={t('managedGrades.releaseQuestion')}
                    act={() => request(ReleaseColumn, { slug })}
                  />
                )}
              </li>
            ))}
          </ul>
        </Panel>
        <Panel title={t('managedGrades.importing')}>
          <label className={classes.file}>
            {t('managedGrades.into')}{' '}
            <select value={into} onChange={(event) => setImported(event.currentTarget.value)}>
              {columns.map(({ slug, title }) => (
                <option key={slug} value={slug}>
                  {title}
                </option>
              ))}
            </select>
          </label>
          <ImportForm
            key={into}
            hint={t('managedGrades.importHint')}
            act={async (file, isDryRun) =>
              (
                await request(ImportScores, {
                  slug: into,
                  file,
                  comment: t('managedGrades.importComment'),
                  isDryRun,
                })
              ).importScores
            }
          />
        </Panel>
      </div>
      {opened !== null && (
        <AdjustDialog
          key={`${opened.row.username} ${opened.column.slug}`}
          cell={opened}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  );
}
