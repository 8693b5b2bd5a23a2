import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { NativeSelect } from '@/components/inputs';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
import { ActButton } from '@/features/manage/kit/form';
import {
  casesQuery,
  judgingQuery,
  type Problem,
  type TestCase,
} from '@/features/manage/problems/api';
import { CaseForm } from '@/features/manage/problems/case-form';
import { DraftPanel } from '@/features/manage/problems/draft-panel';
import { GroupsForm } from '@/features/manage/problems/groups-form';
import { LimitsForm } from '@/features/manage/problems/limits-form';
import { EditPackage } from '@/features/manage/problems/packages.gen';
import { ValidatorForm } from '@/features/manage/problems/validator-form';
import { formatSize } from '@/lib/format';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

const PAGE = 50;

/** The live version's test cases and how it judges. Edits are gathered, then made into a version. */
export function TestsPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<TestCase | null>(null);
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
        <div className={classes.body}>
          <Cases problem={problem} packageId={live.id} onChoose={setChosen} />
        </div>
      )}
      <CaseForm
        key={chosen?.name ?? ''}
        problem={problem}
        chosen={chosen}
        onDone={() => setChosen(null)}
      />
      {live !== null && <JudgingForms key={live.id} problem={problem} packageId={live.id} />}
    </>
  );
}

function JudgingForms({ problem, packageId }: { problem: Problem; packageId: string }) {
  const query = useQuery(judgingQuery(packageId));
  return (
    <QueryView query={query}>
      {(judging) => (
        <>
          <GroupsForm problem={problem} judging={judging} />
          <div className={classes.split}>
            <ValidatorForm problem={problem} judging={judging} />
            <LimitsForm problem={problem} />
          </div>
        </>
      )}
    </QueryView>
  );
}

interface CasesProps {
  problem: Problem;
  packageId: string;
  onChoose: (one: TestCase) => void;
}

function Cases({ problem, packageId, onChoose }: CasesProps) {
  const { t } = useTranslation();
  const [group, setGroup] = useState('');
  const [offset, setOffset] = useState(0);
  const query = useQuery(casesQuery(packageId, group, offset));
  return (
    <QueryView query={query}>
      {({ testCases: { totalCount, items }, testPackageContents: contents }) => (
        <>
          <div className={classes.tools}>
            {contents.caseDirectories.length > 1 && (
              <NativeSelect
                size="xs"
                aria-label={t('managedProblems.group')}
                data={[
                  { value: '', label: t('managedProblems.allGroups') },
                  ...contents.caseDirectories.map(({ name, testCaseCount }) => ({
                    value: name,
                    label: `${name} (${testCaseCount})`,
                  })),
                ]}
                value={group}
                onChange={({ currentTarget }) => {
                  setGroup(currentTarget.value);
                  setOffset(0);
                }}
              />
            )}
            <span>{t('managedProblems.caseCount', { count: totalCount })}</span>
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
            {items.map((one) => (
              <tr key={one.ordinal}>
                <td className={classes.code}>
                  {one.name} {one.isSample && <Tag>{t('managedProblems.sample')}</Tag>}
                  {one.description !== '' && <div className={classes.dim}>{one.description}</div>}
                </td>
                <td>
                  <Preview file={one.input} label={`${t('managedProblems.input')}: ${one.name}`} />
                </td>
                <td>
                  <Preview
                    file={one.answer}
                    label={`${t('managedProblems.answer')}: ${one.name}`}
                  />
                </td>
                <td>
                  <div className={classes.acts}>
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={t('managedProblems.editCase', { name: one.name })}
                      onClick={() => onChoose(one)}
                    >
                      {t('managedProblems.editShort')}
                    </Button>
                    <ActButton
                      label={t('manage.remove')}
                      name={t('manage.removeOne', { name: one.name })}
                      act={() =>
                        request(EditPackage, {
                          problemId: problem.id,
                          edits: [{ removeCase: one.name }],
                        })
                      }
                    />
                  </div>
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

function Preview({ file, label }: { file: TestCase['input']; label: string }) {
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
