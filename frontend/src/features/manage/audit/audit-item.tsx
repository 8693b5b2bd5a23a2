import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { DiffView } from '@/components/diff/diff-view';
import { Tag } from '@/components/tag/tag';
import type { AuditEntry } from '@/features/manage/audit/api';
import { formatWhen } from '@/lib/format';

import classes from '@/features/manage/kit/kit.module.css';

const asText = (value: unknown) =>
  value === null || Object.keys(value as object).length === 0 ? '' : JSON.stringify(value, null, 2);

/** What somebody did or tried, and on demand what it changed. */
export function AuditItem({ entry }: { entry: AuditEntry }) {
  const { t, i18n } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const before = asText(entry.before);
  const after = asText(entry.after);
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <span>
          <strong>{entry.actorName}</strong> <span className={classes.code}>{entry.action}</span>{' '}
          {entry.targetLabel} {entry.outcome !== 'done' && <Tag tone="red">{entry.outcome}</Tag>}{' '}
          {entry.tokenName !== '' && <Tag>{t('audit.byToken', { name: entry.tokenName })}</Tag>}
        </span>
        <span className={classes.acts}>
          <span className={classes.dim}>
            {entry.course?.title} {formatWhen(entry.at, i18n.language)}
          </span>
          <Button
            size="xs"
            variant="default"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {t('audit.details')}
          </Button>
        </span>
      </div>
      {isOpen && (
        <>
          {entry.message !== '' && <p className={classes.wrong}>{entry.message}</p>}
          {/* A scrolling region must take focus, so that it can be scrolled by keyboard. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre className={classes.diff} tabIndex={0} role="group" aria-label={t('audit.asked')}>
            {asText(entry.arguments)}
          </pre>
          {(before !== '' || after !== '') && (
            <DiffView
              left={before}
              right={after}
              leftTitle={t('audit.before')}
              rightTitle={t('audit.after')}
            />
          )}
        </>
      )}
    </li>
  );
}
