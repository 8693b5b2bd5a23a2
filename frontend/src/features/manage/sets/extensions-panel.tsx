import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { TextInput } from '@/components/inputs';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
import { fromLocalInput, toLocalInput, useEdit } from '@/features/manage/kit/fields';
import { ActButton, Form, Panel, Row } from '@/features/manage/kit/form';
import { extensionsQuery, type ManagedProblemSet } from '@/features/manage/sets/api';
import { namesOf } from '@/features/manage/sets/names';
import {
  GrantExtension,
  RevokeExtension,
  RevokeExtensions,
} from '@/features/manage/sets/people.gen';
import { formatDateTime } from '@/lib/format';
import { request } from '@/lib/graphql/request';

/** More time for single students or a section. */
export function ExtensionsPanel({ set }: { set: ManagedProblemSet }) {
  const { t, i18n } = useTranslation();
  const { slug } = set;
  const query = useQuery(extensionsQuery(slug));
  return (
    <>
      <QueryView query={query}>
        {(extensions) =>
          extensions.length === 0 ? (
            <Note
              title={t('managedSets.noExtensionsTitle')}
              text={t('managedSets.noExtensionsText')}
            />
          ) : (
            <DataTable
              label={t('managedSets.part.extensions')}
              head={
                <>
                  <th>{t('managedSets.student')}</th>
                  <th>{t('managedSets.newDue')}</th>
                  <th>{t('managedSets.reason')}</th>
                  <th>
                    <VisuallyHidden>{t('manage.actions')}</VisuallyHidden>
                  </th>
                </>
              }
            >
              {extensions.map(({ id, user, endsAt, reason }) => (
                <tr key={id}>
                  <td>{user.displayName || user.username}</td>
                  <td>{formatDateTime(endsAt, i18n.language)}</td>
                  <td data-wide>{reason}</td>
                  <td>
                    <ActButton
                      label={t('manage.remove')}
                      name={t('manage.removeOne', { name: user.username })}
                      question={t('managedSets.revokeQuestion', { name: user.username })}
                      act={() => request(RevokeExtension, { slug, username: user.username })}
                    />
                  </td>
                </tr>
              ))}
            </DataTable>
          )
        }
      </QueryView>
      <Panel title={t('managedSets.grant')}>
        <GrantForm set={set} />
      </Panel>
      <Panel title={t('managedSets.revoke')}>
        <RevokeForm set={set} />
      </Panel>
    </>
  );
}

function GrantForm({ set }: { set: ManagedProblemSet }) {
  const { t } = useTranslation();
  const { fields, save, submit } = useEdit(
    { usernames: '', section: '', endsAt: toLocalInput(set.endsAt), closesAt: '', reason: '' },
    ({ usernames, section, endsAt, closesAt, reason }) => {
      const names = namesOf(usernames);
      return request(GrantExtension, {
        slug: set.slug,
        usernames: names.length > 0 ? names : null,
        section: section.trim() || null,
        endsAt: fromLocalInput(endsAt) ?? '',
        closesAt: fromLocalInput(closesAt),
        reason,
      });
    },
    'clear',
  );
  return (
    <Form
      save={save}
      submitLabel={t('managedSets.grant')}
      savedLabel={t('manage.saved')}
      onSave={submit}
    >
      <Row>
        <TextInput
          label={t('managedSets.usernames')}
          description={t('managedSets.usernamesHint')}
          {...fields.text('usernames')}
        />
        <TextInput
          label={t('managedSets.section')}
          description={t('managedSets.sectionHint')}
          {...fields.text('section')}
        />
      </Row>
      <Row>
        <TextInput
          type="datetime-local"
          label={t('managedSets.newDue')}
          required
          {...fields.text('endsAt')}
        />
        <TextInput
          type="datetime-local"
          label={t('managedSets.closesAt')}
          {...fields.text('closesAt')}
        />
        <TextInput label={t('managedSets.reason')} {...fields.text('reason')} />
      </Row>
    </Form>
  );
}

function RevokeForm({ set }: { set: ManagedProblemSet }) {
  const { t } = useTranslation();
  const { fields, save, submit } = useEdit({ usernames: '', section: '' }, (values) => {
    const names = namesOf(values.usernames);
    return request(RevokeExtensions, {
      slug: set.slug,
      usernames: names.length > 0 ? names : null,
      section: values.section.trim() || null,
    });
  });
  return (
    <Form
      save={save}
      submitLabel={t('managedSets.revoke')}
      savedLabel={t('managedSets.revoked', { count: save.data?.revokeExtensions ?? 0 })}
      onSave={submit}
    >
      <Row>
        <TextInput
          label={t('managedSets.usernames')}
          description={t('managedSets.usernamesHint')}
          {...fields.text('usernames')}
        />
        <TextInput
          label={t('managedSets.section')}
          description={t('managedSets.sectionHint')}
          {...fields.text('section')}
        />
      </Row>
    </Form>
  );
}
