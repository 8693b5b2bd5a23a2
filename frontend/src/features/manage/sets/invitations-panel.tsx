import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { Textarea } from '@/components/inputs';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
import { useEdit } from '@/features/manage/kit/fields';
import { ActButton, Form, Panel } from '@/features/manage/kit/form';
import { invitationsQuery, type ManagedProblemSet } from '@/features/manage/sets/api';
import { namesOf } from '@/features/manage/sets/names';
import { AddInvitations, RemoveInvitations } from '@/features/manage/sets/people.gen';
import { formatWhen } from '@/lib/format';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

/** Who may enter a contest that is for those invited. */
export function InvitationsPanel({ set }: { set: ManagedProblemSet }) {
  const { t, i18n } = useTranslation();
  const { slug } = set;
  const query = useQuery(invitationsQuery(slug));
  return (
    <>
      {set.visibility !== 'invited' && (
        <p className={classes.dim}>{t('managedSets.invitationsUnused')}</p>
      )}
      <QueryView query={query}>
        {(invitations) =>
          invitations.length === 0 ? (
            <Note
              title={t('managedSets.noInvitationsTitle')}
              text={t('managedSets.noInvitationsText')}
            />
          ) : (
            <DataTable
              label={t('managedSets.part.invitations')}
              head={
                <>
                  <th>{t('managedSets.person')}</th>
                  <th>{t('managedSets.since')}</th>
                  <th>
                    <VisuallyHidden>{t('manage.actions')}</VisuallyHidden>
                  </th>
                </>
              }
            >
              {invitations.map(({ id, user, createdAt }) => (
                <tr key={id}>
                  <td data-wide>
                    {user.displayName || user.username}{' '}
                    <span className={classes.dim}>{user.username}</span>
                  </td>
                  <td>{formatWhen(createdAt, i18n.language)}</td>
                  <td>
                    <ActButton
                      label={t('manage.remove')}
                      name={t('manage.removeOne', { name: user.username })}
                      act={() => request(RemoveInvitations, { slug, usernames: [user.username] })}
                    />
                  </td>
                </tr>
              ))}
            </DataTable>
          )
        }
      </QueryView>
      <Panel title={t('managedSets.invite')}>
        <InviteForm slug={slug} />
      </Panel>
    </>
  );
}

function InviteForm({ slug }: { slug: string }) {
  const { t } = useTranslation();
  const { fields, save, submit } = useEdit(
    { usernames: '' },
    ({ usernames }) => request(AddInvitations, { slug, usernames: namesOf(usernames) }),
    'clear',
  );
  return (
    <Form
      save={save}
      submitLabel={t('managedSets.invite')}
      savedLabel={t('manage.saved')}
      onSave={submit}
    >
      <Textarea
        label={t('managedSets.usernames')}
        description={t('managedSets.inviteHint')}
        required
        rows={3}
        {...fields.text('usernames')}
      />
    </Form>
  );
}
