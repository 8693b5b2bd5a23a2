import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { CopyButton } from '@/components/copy-button/copy-button';
import { NativeSelect, Textarea, TextInput } from '@/components/inputs';
import { QueryView } from '@/components/states/query-view';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
import { joiningQuery, type Course } from '@/features/manage/courses/api';
import {
  AllowStudents,
  CreateInvite,
  DecideJoinRequest,
  DisallowStudents,
  RevokeInvite,
  type CourseJoiningQuery,
  type Role,
} from '@/features/manage/courses/members.gen';
import { useRoleChoices } from '@/features/manage/courses/members-panel';
import { fromLocalInput, toLocalInput, useEdit } from '@/features/manage/kit/fields';
import { ActButton, Form, Panel, Row } from '@/features/manage/kit/form';
import { formatDateTime, formatWhen } from '@/lib/format';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

type Joining = CourseJoiningQuery['courses']['edges'][number]['node'];

const FORTNIGHT_MS = 14 * 24 * 3600 * 1000;

/** The ways into a course: requests, codes, and the list of student numbers. */
export function JoiningPanel({ course }: { course: Course }) {
  const query = useQuery(joiningQuery(course.slug));
  return (
    <QueryView query={query}>
      {(joining) => (
        <>
          <Requests joining={joining} />
          <Invites joining={joining} />
          <Allowed joining={joining} />
        </>
      )}
    </QueryView>
  );
}

function Requests({ joining }: { joining: Joining }) {
  const { t, i18n } = useTranslation();
  return (
    <Panel title={t('managedCourses.requests')}>
      {joining.joinRequests.length === 0 && (
        <p className={classes.dim}>{t('managedCourses.noRequests')}</p>
      )}
      <ul className={classes.items}>
        {joining.joinRequests.map(({ id, user, message, createdAt }) => (
          <li key={id} className={classes.itemHead}>
            <span>
              <strong>{user.displayName || user.username}</strong>{' '}
              <span className={classes.dim}>
                {user.username} · {formatWhen(createdAt, i18n.language)}
              </span>
              {message !== '' && <span> {message}</span>}
            </span>
            <span className={classes.acts}>
              <ActButton
                label={t('managedCourses.letIn')}
                name={t('managedCourses.letInOne', { name: user.username })}
                variant="filled"
                act={() => request(DecideJoinRequest, { requestId: id, isApproved: true })}
              />
              <ActButton
                label={t('managedCourses.decline')}
                name={t('managedCourses.declineOne', { name: user.username })}
                act={() => request(DecideJoinRequest, { requestId: id, isApproved: false })}
              />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Invites({ joining }: { joining: Joining }) {
  const { t, i18n } = useTranslation();
  const roles = useRoleChoices();
  const [inAFortnight] = useState(() =>
    toLocalInput(new Date(Date.now() + FORTNIGHT_MS).toISOString()),
  );
  const { fields, save, submit } = useEdit(
    {
      maxUses: '100',
      expiresAt: inAFortnight,
      role: 'STUDENT',
    },
    (values) => {
      const { maxUses, expiresAt, role } = values;
      return request(CreateInvite, {
        courseId: joining.id,
        maxUses: Number(maxUses),
        expiresAt: fromLocalInput(expiresAt) ?? '',
        role: role as Role,
      });
    },
  );
  return (
    <Panel title={t('managedCourses.invites')}>
      {joining.invites.length > 0 && (
        <DataTable
          label={t('managedCourses.invites')}
          head={
            <>
              <th>{t('managedCourses.code')}</th>
              <th>{t('managedCourses.roleHead')}</th>
              <th>{t('managedCourses.uses')}</th>
              <th>{t('managedCourses.until')}</th>
              <th>
                <VisuallyHidden>{t('manage.actions')}</VisuallyHidden>
              </th>
            </>
          }
        >
          {joining.invites.map((invite) => (
            <tr key={invite.id}>
              <td className={classes.code}>
                {invite.code}{' '}
                <CopyButton
                  text={invite.code}
                  label={t('managedCourses.copyCode', { code: invite.code })}
                />
              </td>
              <td>{t(`managedCourses.role.${invite.role.toUpperCase() as Role}`)}</td>
              <td data-align="end">
                {invite.usedCount} / {invite.maxUses}
              </td>
              <td>{formatDateTime(invite.expiresAt, i18n.language)}</td>
              <td>
                {invite.revokedAt === null ? (
                  <ActButton
                    label={t('managedCourses.revoke')}
                    name={t('managedCourses.revokeOne', { code: invite.code })}
                    question={t('managedCourses.revokeQuestion')}
                    act={() => request(RevokeInvite, { inviteId: invite.id })}
                  />
                ) : (
                  <Tag>{t('managedCourses.revoked')}</Tag>
                )}
              </td>
            </tr>
          ))}
        </DataTable>
      )}
      <div className={classes.body}>
        <Form save={save} submitLabel={t('managedCourses.makeCode')} onSave={submit}>
          <Row>
            <TextInput
              type="number"
              label={t('managedCourses.maxUses')}
              required
              min={1}
              {...fields.text('maxUses')}
            />
            <TextInput
              type="datetime-local"
              label={t('managedCourses.until')}
              required
              {...fields.text('expiresAt')}
            />
            <NativeSelect
              label={t('managedCourses.roleHead')}
              data={roles}
              {...fields.text('role')}
            />
          </Row>
        </Form>
      </div>
    </Panel>
  );
}

function Allowed({ joining }: { joining: Joining }) {
  const { t } = useTranslation();
  const courseId = joining.id;
  const { fields, save, submit } = useEdit(
    { studentNumbers: '' },
    (values) =>
      request(AllowStudents, {
        courseId,
        studentNumbers: values.studentNumbers.split(/[\s,;]+/).filter(Boolean),
      }),
    'clear',
  );
  const unclaimed = joining.allowedStudents.filter(({ claimedAt }) => claimedAt === null);
  return (
    <Panel title={t('managedCourses.allowed')}>
      <p className={classes.dim}>
        {t('managedCourses.allowedText', {
          count: joining.allowedStudents.length,
          joined: joining.allowedStudents.length - unclaimed.length,
        })}
      </p>
      <ul className={classes.acts}>
        {unclaimed.map(({ id, studentNumber }) => (
          <li key={id} className={classes.acts}>
            <span className={classes.code}>{studentNumber}</span>
            <ActButton
              label="×"
              name={t('manage.removeOne', { name: studentNumber })}
              variant="subtle"
              act={() => request(DisallowStudents, { courseId, allowedStudentIds: [id] })}
            />
          </li>
        ))}
      </ul>
      <Form
        save={save}
        submitLabel={t('managedCourses.allow')}
        savedLabel={t('manage.saved')}
        onSave={submit}
      >
        <Textarea
          label={t('managedCourses.studentNumbers')}
          description={t('managedCourses.studentNumbersHint')}
          required
          rows={4}
          {...fields.text('studentNumbers')}
        />
      </Form>
    </Panel>
  );
}
