import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
import { ActButton } from '@/features/manage/kit/form';
import { casesQuery, type Problem } from '@/features/manage/problems/api';
import { CaseForm, DraftPanel, LimitsForm } from '@/features/manage/problems/draft-panel';
import { EditPackage, type PackageCasesQuery } from '@/features/manage/problems/packages.gen';
import { formatSize } from '@/lib/format';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

type File = PackageCasesQuery['testCases']['items'][number]['input'];

const PAGE = 50;

/** The live version's test cases. Edits are gathered, then made into a new version at once. */
export function TestsPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const live = problem.testPackage;
  return (
    <>
      <DraftPanel problem={problem} />
      {live === null ? (
        <Note
          title={t('managedProblems.noVersionsTitle')}
          text={t('managedProblems.noVersionsText')}
        />
      ) : (
        <Cases problem={problem} packageId={live.id} />
      )}
      <div className={classes.split}>
        <CaseForm problem={problem} />
        <LimitsForm problem={problem} />
      </div>
    </>
  );
}

function Cases({ problem, packageId }: { problem: Problem; packageId: string }) {
  const { t } = useTranslation();
  const [offset, setOffset] = useState(0);
  const query = useQuery(casesQuery(packageId, offset));
  return (
    <QueryView query={query}>
      {({ testCases: { totalCount, items }, testPackageContents: contents }) => (
        <>
          <div className={classes.tools}>
            <span>{t('managedProblems.caseCount', { count: totalCount })}</span>
            {contents.groups.map(({ name, testCaseCount, maxScore }) => (
              <Tag key={name}>
                {name}: {testCaseCount}
                {maxScore !== null && ` · ${maxScore}`}
              </Tag>
            ))}
            {contents.exportUrls.map((url) => (
              <a key={url} href={url}>
                {t('managedProblems.export')} {formatOf(url)}
              </a>
            ))}
          </div>
          <DataTable
            label={t('managedProblems.part.tests')}
            head={
              <>
                <th>{t('managedProblems.case')}</th>
                <th>{t('managedProblems.input')}</th>
                <th>{t('managedProblems.answer')}</th>
                <th>
                  <VisuallyHidden>{t('manage.actions')}</VisuallyHidden>
                </th>
              </>
            }
          >
            {items.map(({ ordinal, name, isSample, input, answer }) => (
              <tr key={ordinal}>
                <td className={classes.code}>
                  {name} {isSample && <Tag>{t('managedProblems.sample')}</Tag>}
                </td>
                <td>
                  <Preview file={input} label={`${t('managedProblems.input')}: ${name}`} />
                </td>
                <td>
                  <Preview file={answer} label={`${t('managedProblems.answer')}: ${name}`} />
                </td>
                <td>
                  <ActButton
                    label={t('manage.remove')}
                    name={t('manage.removeOne', { name })}
                    act={() =>
                      request(EditPackage, { problemId: problem.id, edits: [{ removeCase: name }] })
                    }
                  />
                </td>
              </tr>
            ))}
          </DataTable>
          {totalCount > PAGE && (
            <div className={classes.tools}>
              <Button
                size="xs"
                variant="default"
                disabled={offset === 0}
                onClick={() => setOffset(offset - PAGE)}
              >
                {t('managedProblems.previous')}
              </Button>
              <span className={classes.dim}>
                {offset + 1}–{Math.min(offset + PAGE, totalCount)}
              </span>
              <Button
                size="xs"
                variant="default"
                disabled={offset + PAGE >= totalCount}
                onClick={() => setOffset(offset + PAGE)}
              >
                {t('managedProblems.next')}
              </Button>
            </div>
          )}
        </>
      )}
    </QueryView>
  );
}

/** What tells the addresses of an export apart. */
function formatOf(url: string): string {
  return new URL(url, window.location.origin).searchParams.get('format') ?? '';
}

function Preview({ file, label }: { file: File; label: string }) {
  const { t } = useTranslation();
  const size = formatSize(t, file.sizeBytes);
  return (
    <>
      {/* A scrolling region must take focus, so that it can be scrolled by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.pre} tabIndex={0} role="group" aria-label={label}>
        {file.preview}
      </pre>
      <a href={file.url} className={classes.dim} aria-label={`${label}, ${size}`}>
        {size}
      </a>
    </>
  );
}
