import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { CheckIcon, CrossIcon } from '@/components/icons';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import { ActButton } from '@/features/manage/kit/form';
import { verificationQuery, type Problem } from '@/features/manage/problems/api';
import { FindingList } from '@/features/manage/problems/findings';
import { VerifyPackage, type VerificationsQuery } from '@/features/manage/problems/packages.gen';
import { formatTime } from '@/lib/format';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

type Verification = VerificationsQuery['packageVerifications']['edges'][number]['node'];

/** The version's own programs and solutions, run by a judge: expected against actual. */
export function VerifierPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const newest = [...problem.testPackages].sort((a, b) => b.version - a.version);
  const [chosen, setChosen] = useState(problem.testPackage?.id ?? newest[0]?.id ?? null);
  if (chosen === null) {
    return (
      <Note
        title={t('managedProblems.noVersionsTitle')}
        text={t('managedProblems.noVersionsText')}
      />
    );
  }
  return (
    <>
      <div className={classes.tools}>
        <label>
          {t('managedProblems.version')}{' '}
          <select value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
            {newest.map(({ id, version }) => (
              <option key={id} value={id}>
                v{version}
              </option>
            ))}
          </select>
        </label>
        <ActButton
          label={t('managedProblems.verify')}
          variant="filled"
          act={() => request(VerifyPackage, { packageId: chosen })}
        />
      </div>
      <Result key={chosen} packageId={chosen} />
    </>
  );
}

function Result({ packageId }: { packageId: string }) {
  const { t } = useTranslation();
  const query = useQuery(verificationQuery(packageId));
  return (
    <QueryView query={query}>
      {(found) =>
        found === null ? (
          <Note
            title={t('managedProblems.neverVerifiedTitle')}
            text={t('managedProblems.neverVerifiedText')}
          />
        ) : (
          <div className={classes.stack}>
            <Progress found={found} />
            <FindingList findings={found.findings} />
            <Programs found={found} />
            <Solutions found={found} />
          </div>
        )
      }
    </QueryView>
  );
}

function Progress({ found }: { found: Verification }) {
  const { t } = useTranslation();
  const isOver = found.finishedAt !== null;
  return (
    <div role="status">
      <p>
        {t(`managedProblems.verifierState.${found.state as 'done'}`)}{' '}
        {isOver && t('managedProblems.agreement', { agree: found.agreeCount })}{' '}
        {found.disagreeCount > 0 && (
          <Tag tone="red">{t('managedProblems.disagreement', { count: found.disagreeCount })}</Tag>
        )}
      </p>
      {!isOver && (
        <progress
          className={classes.progress}
          aria-label={t('managedProblems.verify')}
          max={Math.max(1, found.totalCount)}
          value={found.doneCount}
        />
      )}
    </div>
  );
}

function Programs({ found }: { found: Verification }) {
  const { t } = useTranslation();
  if (found.programs.length === 0) return null;
  return (
    <DataTable
      label={t('managedProblems.programs')}
      head={
        <>
          <th>{t('managedProblems.program')}</th>
          <th>{t('managedProblems.kind')}</th>
          <th>{t('managedProblems.outcome')}</th>
        </>
      }
    >
      {found.programs.map(({ path, kind, isFine, message }) => (
        <tr key={path}>
          <td className={classes.code}>{path}</td>
          <td>{kind}</td>
          <td data-wide>
            {isFine === null ? '–' : t(isFine ? 'managedProblems.fine' : 'managedProblems.bad')}{' '}
            {message}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

function Solutions({ found }: { found: Verification }) {
  const { t } = useTranslation();
  if (found.submissions.length === 0) return null;
  return (
    <DataTable
      label={t('managedProblems.solutions')}
      head={
        <>
          <th>{t('managedProblems.solution')}</th>
          <th>{t('managedProblems.expected')}</th>
          <th>{t('managedProblems.actual')}</th>
          <th>{t('managedProblems.agrees')}</th>
          <th>{t('managedProblems.time')}</th>
          <th data-minor>{t('managedProblems.message')}</th>
        </>
      }
    >
      {found.submissions.map((solution) => (
        <tr key={solution.path}>
          <td className={classes.code}>{solution.path}</td>
          <td>{solution.expected}</td>
          <td>
            {solution.actual} {solution.rejectedAt !== '' && `(${solution.rejectedAt})`}
          </td>
          <td>
            {solution.agrees === null ? (
              '–'
            ) : solution.agrees ? (
              <Tag tone="green">
                <CheckIcon size={12} /> {t('managedProblems.fine')}
              </Tag>
            ) : (
              <Tag tone="red">
                <CrossIcon size={12} /> {t('managedProblems.differs')}
              </Tag>
            )}
          </td>
          <td data-align="end">{formatTime(t, solution.cpuTimeMs)}</td>
          <td data-minor data-wide>
            {solution.message}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
