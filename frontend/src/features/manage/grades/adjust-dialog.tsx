import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { NativeSelect, Textarea, TextInput } from '@/components/inputs';
import { AdjustScore } from '@/features/manage/grades/grades.gen';
import type { Cell } from '@/features/manage/grades/grade-grid';
import { useEdit } from '@/features/manage/kit/fields';
import { Form, Row } from '@/features/manage/kit/form';
import { formatPoints } from '@/lib/format';
import { request } from '@/lib/graphql/request';

import dialogClasses from '@/features/manage/grades/adjust-dialog.module.css';
import classes from '@/features/manage/kit/kit.module.css';

/** What a score is made of, and points to add to it or take away. */
export function AdjustDialog({ cell, onClose }: { cell: Cell; onClose: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const { row, column } = cell;
  const score = row.cells.find(({ slug }) => slug === column.slug);
  const { fields, save, submit } = useEdit(
    {
      label: '',
      points: String(score?.totalAdjustment?.points ?? 0),
      comment: score?.totalAdjustment?.comment ?? '',
    },
    ({ label, points, comment }) =>
      request(AdjustScore, {
        slug: column.slug,
        username: row.username,
        points: Number(points),
        comment,
        label: label || null,
      }),
    onClose,
  );
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const of = (label: string) =>
    score?.problems.find((problem) => problem.label === label)?.adjustment ??
    (label === '' ? score?.totalAdjustment : null);
  return (
    <dialog
      ref={dialog}
      className={dialogClasses.dialog}
      aria-labelledby={titleId}
      onClose={onClose}
    >
      <h2 id={titleId} className={classes.heading}>
        {row.name || row.username} · {column.title}
      </h2>
      <p className={classes.dim}>
        {t('managedGrades.madeOf', {
          auto: formatPoints(score?.auto ?? 0),
          late: formatPoints(score?.latePenalty ?? 0),
          adjustment: formatPoints(score?.adjustment ?? 0),
          final: formatPoints(score?.final ?? 0),
        })}
      </p>
      <Form save={save} submitLabel={t('managedGrades.adjust')} onSave={submit} onCancel={onClose}>
        <Row>
          <NativeSelect
            label={t('managedGrades.where')}
            data={[
              { value: '', label: t('managedGrades.total') },
              ...column.problems.map(({ label, title }) => ({
                value: label,
                label: `${label} · ${title}`,
              })),
            ]}
            {...fields.text('label')}
            onChange={({ currentTarget: { value: label } }) => {
              const known = of(label);
              fields.put({
                label,
                points: String(known?.points ?? 0),
                comment: known?.comment ?? '',
              });
            }}
          />
          <TextInput
            type="number"
            step="any"
            label={t('managedGrades.points')}
            description={t('managedGrades.pointsHint')}
            required
            {...fields.text('points')}
          />
        </Row>
        <Textarea
          label={t('managedGrades.comment')}
          description={t('managedGrades.commentHint')}
          rows={3}
          required
          {...fields.text('comment')}
        />
      </Form>
    </dialog>
  );
}
