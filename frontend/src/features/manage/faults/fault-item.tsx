import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { TextInput } from '@/components/inputs';
import { Tag } from '@/components/tag/tag';
import type { Fault } from '@/features/manage/faults/api';
import { ResolveJudgingFault } from '@/features/manage/faults/faults.gen';
import { useEdit } from '@/features/manage/kit/fields';
import { Form } from '@/features/manage/kit/form';
import { formatWhen } from '@/lib/format';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

/** One thing that keeps failing: what it is, what waits for it, and the end of it. */
export function FaultItem({ fault }: { fault: Fault }) {
  const { t, i18n } = useTranslation();
  const when = (iso: string) => formatWhen(iso, i18n.language);
  const isOff = fault.switchedOffAt !== null && fault.resolvedAt === null;
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <strong>
          <Blamed fault={fault} /> {isOff && <Tag tone="red">{t('faults.off')}</Tag>}
          {fault.resolvedAt !== null && <Tag tone="green">{t('faults.resolved')}</Tag>}
        </strong>
        <span className={classes.dim}>
          {t('faults.seen', { count: fault.count, at: when(fault.lastSeenAt) })}
        </span>
      </div>
      <p className={classes.question}>
        <span className={classes.code}>{fault.reason}</span>
      </p>
      {/* A scrolling region must take focus, so that it can be scrolled by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.diff} tabIndex={0} role="group" aria-label={t('faults.message')}>
        {fault.message}
      </pre>
      {fault.resolvedAt === null ? (
        <>
          <p className={classes.dim}>
            {isOff
              ? t('faults.offText', { at: when(fault.switchedOffAt ?? '') })
              : t('faults.onText')}
          </p>
          <ResolveForm fault={fault} />
        </>
      ) : (
        <p className={classes.dim}>
          {t('faults.resolvedBy', {
            who: fault.resolvedBy?.username ?? '',
            at: when(fault.resolvedAt),
          })}{' '}
          {fault.note}
        </p>
      )}
    </li>
  );
}

function Blamed({ fault }: { fault: Fault }) {
  const { t } = useTranslation();
  if (fault.blamed === 'LANGUAGE') return <>{t('faults.language', { name: fault.language })}</>;
  if (fault.blamed === 'JUDGEHOST') return <>{t('faults.judgehost', { name: fault.judgehost })}</>;
  const slug = fault.problemSlug ?? '';
  return (
    <>
      <Link to="/manage/problems/$slug/$part" params={{ slug, part: 'versions' }}>
        {slug}
      </Link>{' '}
      {t('faults.version', { version: fault.testPackage?.version ?? 0 })}
    </>
  );
}

function ResolveForm({ fault }: { fault: Fault }) {
  const { t } = useTranslation();
  const { fields, save, submit } = useEdit({ note: '' }, ({ note }) =>
    request(ResolveJudgingFault, { faultId: fault.id, note }),
  );
  return (
    <Form save={save} submitLabel={t('faults.resolve')} onSave={submit}>
      <TextInput
        label={t('faults.note')}
        description={t('faults.resolveText', { count: fault.count })}
        maxLength={500}
        {...fields.text('note')}
      />
    </Form>
  );
}
