import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Tag } from '@/components/tag/tag';
import { ImportReport } from '@/features/manage/problems/package-upload';
import type { Stage, Work } from '@/features/manage/work/api';
import { formatWhen } from '@/lib/format';

import classes from '@/features/manage/kit/kit.module.css';

const TONES = {
  waiting: 'grey',
  running: 'mark',
  ready: 'mark',
  done: 'green',
  failed: 'red',
} as const satisfies Record<Stage, string>;

interface Props {
  work: Work;
  onOpen: (slug: string) => void;
}

export function WorkRow({ work, onOpen }: Props) {
  const { t, i18n } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { kind, number, stage, steps, at } = work;
  const isOn = stage === 'waiting' || stage === 'running';
  return (
    <>
      <tr>
        <td>
          {t(`work.kind.${kind}`)} <span className={classes.dim}>#{number}</span>
        </td>
        <td data-wide>
          <About work={work} />
        </td>
        <td>
          <Tag tone={TONES[stage]}>{t(`work.stage.${stage}`)}</Tag>
        </td>
        <td data-align="end">
          {isOn && steps !== null && steps[1] > 0 && (
            <>
              <progress
                max={steps[1]}
                value={steps[0]}
                aria-label={`${t(`work.kind.${kind}`)} #${number}`}
              />{' '}
              {steps[0]} / {steps[1]}
            </>
          )}
        </td>
        <td data-minor data-dim>
          {formatWhen(at, i18n.language)}
        </td>
        <td>
          {kind === 'import' && (
            <Button
              size="xs"
              variant="default"
              aria-expanded={isOpen}
              aria-label={t('work.reportOf', { number })}
              onClick={() => setOpen(!isOpen)}
            >
              {t('work.report')}
            </Button>
          )}
          {kind === 'archive' && stage === 'done' && (
            <a href={`/api/v1/source-archives/${number}`} download>
              {t('work.download')}
            </a>
          )}
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={6} data-wide>
            <ImportReport id={work.id} onDone={onOpen} />
          </td>
        </tr>
      )}
    </>
  );
}

function About({ work }: { work: Work }) {
  const { t } = useTranslation();
  switch (work.kind) {
    case 'import':
      return work.problem === null ? (
        <>{work.name}</>
      ) : (
        <Link to="/manage/problems/$slug/$part" params={{ slug: work.problem, part: 'versions' }}>
          {work.name}
          {work.version !== null && ` v${work.version}`}
        </Link>
      );
    case 'verification':
      return (
        <>
          <Link to="/manage/problems/$slug/$part" params={{ slug: work.problem, part: 'verifier' }}>
            {work.problem} v{work.version}
          </Link>{' '}
          {work.differing > 0 && (
            <Tag tone="red">{t('work.differing', { count: work.differing })}</Tag>
          )}
        </>
      );
    case 'rejudging':
      return (
        <Link to="/manage/rejudgings/$id" params={{ id: work.number }}>
          {work.reason || t('manage.noReason')}
        </Link>
      );
    case 'plagiarism':
      return (
        <Link to="/manage/plagiarism/$id" params={{ id: work.number }}>
          {work.about}
        </Link>
      );
    case 'archive':
      return (
        <>
          {t('work.sources', { count: work.count })}{' '}
          {work.stage === 'failed' && <span className={classes.dim}>{work.message}</span>}
        </>
      );
  }
}
