import { useTranslation } from 'react-i18next';
import { useState } from 'react';

import { Checkbox } from '@/components/inputs';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
import { ActButton, Panel } from '@/features/manage/kit/form';
import type { Problem, Version } from '@/features/manage/problems/api';
import { PackageUpload } from '@/features/manage/problems/package-upload';
import { JudgeByPackage, MakePackageLive } from '@/features/manage/problems/packages.gen';
import { formatMemory, formatSize, formatTimeLimit, formatWhen } from '@/lib/format';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

/** All versions of the tests: which is live, a new one by upload, and trying one beforehand. */
export function VersionsPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const [makeLive, setMakeLive] = useState(false);
  return (
    <>
      {problem.testPackages.length === 0 ? (
        <Note
          title={t('managedProblems.noVersionsTitle')}
          text={t('managedProblems.noVersionsText')}
        />
      ) : (
        <DataTable
          label={t('managedProblems.part.versions')}
          head={
            <>
              <th>{t('managedProblems.version')}</th>
              <th>{t('managedProblems.tests')}</th>
              <th>{t('managedProblems.limits')}</th>
              <th data-minor>{t('managedProblems.size')}</th>
              <th>{t('managedProblems.comment')}</th>
              <th>
                <VisuallyHidden>{t('manage.actions')}</VisuallyHidden>
              </th>
            </>
          }
        >
          {[...problem.testPackages]
            .sort((a, b) => b.version - a.version)
            .map((version) => (
              <VersionRow key={version.id} problem={problem} version={version} />
            ))}
        </DataTable>
      )}
      <Panel title={t('managedProblems.newVersion')}>
        <PackageUpload
          target={{ course: null, problemId: problem.id, makeLive }}
          onDone={() => undefined}
        >
          <Checkbox
            label={t('managedProblems.makeLiveAtOnce')}
            description={t('managedProblems.makeLiveHint')}
            checked={makeLive}
            onChange={(event) => setMakeLive(event.currentTarget.checked)}
          />
        </PackageUpload>
      </Panel>
    </>
  );
}

function VersionRow({ problem, version }: { problem: Problem; version: Version }) {
  const { t, i18n } = useTranslation();
  const packageId = version.id;
  const number = version.version;
  const [rejudging, setRejudging] = useState<number | null>(null);
  return (
    <tr>
      <td>
        v{number} {version.isLive && <Tag tone="green">{t('managedProblems.live')}</Tag>}{' '}
        <span className={classes.dim}>{formatWhen(version.createdAt, i18n.language)}</span>
      </td>
      <td data-align="end">{version.testCaseCount}</td>
      <td>
        {formatTimeLimit(t, version.timeLimitMs)} · {formatMemory(t, version.memoryLimitKib)}
      </td>
      <td data-minor>{formatSize(t, version.sizeBytes)}</td>
      <td data-wide>
        {version.comment}
        {rejudging !== null && (
          <span role="status">
            {t('managedProblems.judgedInBackground', { number: rejudging })}
          </span>
        )}
      </td>
      <td>
        {!version.isLive && (
          <span className={classes.acts}>
            <ActButton
              label={t('managedProblems.tryIt')}
              name={t('managedProblems.tryVersion', { version: number })}
              question={t('managedProblems.tryQuestion')}
              act={async () => {
                const asked = {
                  problem: problem.slug,
                  packageId,
                  reason: `v${number}`,
                };
                setRejudging((await request(JudgeByPackage, asked)).createRejudging.number);
              }}
            />
            <ActButton
              label={t('managedProblems.makeLive')}
              name={t('managedProblems.makeVersionLive', { version: number })}
              variant="filled"
              question={t('managedProblems.makeLiveQuestion')}
              act={() => request(MakePackageLive, { packageId })}
            />
          </span>
        )}
      </td>
    </tr>
  );
}
