import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { NativeSelect, TextInput } from '@/components/inputs';
import { SearchField } from '@/components/search-field/search-field';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
import { membersQuery, type Course } from '@/features/manage/courses/api';
import {
  AddMember,
  ChangeRole,
  ImportRoster,
  RemoveMember,
  SetSections,
  type CourseMembersQuery,
  type Role,
} from '@/features/manage/courses/members.gen';
import { useEdit } from '@/features/manage/kit/fields';
import { ActButton, Complaint, Form, Panel, Row } from '@/features/manage/kit/form';
import { ImportForm } from '@/features/manage/kit/import-form';
import { useSave } from '@/features/manage/kit/use-save';
import { request } from '@/lib/graphql/request';
import { useDebouncedValue } from '@/lib/use-debounced-value';

import classes from '@/features/manage/kit/kit.module.css';

type Member = CourseMembersQuery['courses']['edges'][number]['node']['memberships'][number];

export const ROLES: readonly Role[] = ['STUDENT', 'TA', 'INSTRUCTOR'];

export function useRoleChoices() {
  const { t } = useTranslation();
  return ROLES.map((value) => ({ value, label: t(`managedCourses.role.${value}`) }));
}

export function MembersPanel({ course }: { course: Course }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const search = useDebouncedValue(typed, 300);
  const query = useQuery({
    ...membersQuery(course.slug, search),
    placeholderData: keepPreviousData,
  });
  const choose = (id: string) =>
    setChosen((current) => {
      const next = new Set(current);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <>
      <div className={classes.tools}>
        <SearchField
          label={t('managedCourses.findMember')}
          clearLabel={t('manage.clear')}
          placeholder={t('managedCourses.findMember')}
          value={typed}
          onChange={setTyped}
        />
        <SectionForm
          courseId={course.id}
          membershipIds={[...chosen]}
          onDone={() => setChosen(new Set())}
        />
      </div>
      <QueryView query={query}>
        {({ memberships }) =>
          memberships.length === 0 ? (
            <Note
              title={t('managedCourses.noMembersTitle')}
              text={t('managedCourses.noMembersText')}
            />
          ) : (
            <DataTable
              label={t('managedCourses.part.members')}
              head={
                <>
                  <th>
                    <VisuallyHidden>{t('managedCourses.choose')}</VisuallyHidden>
                  </th>
                  <th>{t('managedCourses.person')}</th>
                  <th data-minor>{t('managedCourses.studentNumber')}</th>
                  <th>{t('managedCourses.section')}</th>
                  <th>{t('managedCourses.roleHead')}</th>
                  <th>
                    <VisuallyHidden>{t('manage.actions')}</VisuallyHidden>
                  </th>
                </>
              }
            >
              {memberships.map((member) => (
                <MemberRow
                  key={member.id}
                  courseId={course.id}
                  member={member}
                  isChosen={chosen.has(member.id)}
                  onChoose={() => choose(member.id)}
                />
              ))}
            </DataTable>
          )
        }
      </QueryView>
      <div className={classes.split}>
        <Panel title={t('managedCourses.addMember')}>
          <AddMemberForm courseId={course.id} />
        </Panel>
        <Panel title={t('managedCourses.roster')}>
          <ImportForm
            hint={t('managedCourses.rosterHint')}
            act={async (file, isDryRun) =>
              (await request(ImportRoster, { courseId: course.id, file, isDryRun })).importRoster
            }
          />
        </Panel>
      </div>
    </>
  );
}

interface MemberRowProps {
  courseId: string;
  member: Member;
  isChosen: boolean;
  onChoose: () => void;
}

function MemberRow({ courseId, member, isChosen, onChoose }: MemberRowProps) {
  const { t } = useTranslation();
  const roles = useRoleChoices();
  const membershipId = member.id;
  const name = member.user.displayName || member.user.username;
  const change = useSave((role: Role) => request(ChangeRole, { courseId, membershipId, role }));
  return (
    <tr>
      <td>
        <input
          type="checkbox"
          aria-label={t('managedCourses.chooseOne', { name })}
          checked={isChosen}
          onChange={onChoose}
        />
      </td>
      <td data-wide>
        {name} <span className={classes.dim}>{member.user.username}</span>
        <Complaint error={change.error} />
      </td>
      <td data-minor className={classes.code}>
        {member.studentNumber}
      </td>
      <td>{member.section}</td>
      <td>
        <select
          aria-label={t('managedCourses.roleOf', { name })}
          value={member.role.toUpperCase()}
          disabled={change.isPending}
          onChange={(event) => change.mutate(event.currentTarget.value as Role)}
        >
          {roles.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </td>
      <td>
        <ActButton
          label={t('manage.remove')}
          name={t('manage.removeOne', { name })}
          question={t('managedCourses.removeMemberQuestion', { name })}
          act={() => request(RemoveMember, { courseId, membershipId })}
        />
      </td>
    </tr>
  );
}

function SectionForm({
  courseId,
  membershipIds,
  onDone,
}: {
  courseId: string;
  membershipIds: string[];
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const [section, setSection] = useState('');
  const save = useSave(() => request(SetSections, { courseId, membershipIds, section }), onDone);
  if (membershipIds.length === 0) return null;
  return (
    <form
      className={classes.acts}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <label className={classes.dim}>
        {t('managedCourses.intoSection', { count: membershipIds.length })}{' '}
        <input
          className={classes.narrow}
          value={section}
          maxLength={40}
          onChange={(event) => setSection(event.currentTarget.value)}
        />
      </label>
      <Button type="submit" size="xs" loading={save.isPending}>
        {t('managedCourses.putIn')}
      </Button>
      <Complaint error={save.error} />
    </form>
  );
}

function AddMemberForm({ courseId }: { courseId: string }) {
  const { t } = useTranslation();
  const roles = useRoleChoices();
  const { fields, save, submit } = useEdit(
    { username: '', role: 'STUDENT' },
    (values) => {
      const { username, role } = values;
      return request(AddMember, { courseId, username: username.trim(), role: role as Role });
    },
    'clear',
  );
  return (
    <Form
      save={save}
      submitLabel={t('managedCourses.add')}
      savedLabel={t('managedCourses.added')}
      onSave={submit}
    >
      <Row>
        <TextInput
          label={t('managedCourses.username')}
          required
          autoComplete="off"
          {...fields.text('username')}
        />
        <NativeSelect label={t('managedCourses.roleHead')} data={roles} {...fields.text('role')} />
      </Row>
    </Form>
  );
}
