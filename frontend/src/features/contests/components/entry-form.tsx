import { Button } from '@/components/button/button';
import { TextInput } from '@/components/inputs';
import { useMutation } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { createTeam, enterAlone, joinTeam } from '@/features/contests/api/enter';
import { useAfterEntering } from '@/features/contests/components/entrance-panel';
import type { Contest } from '@/lib/api/types';
import { errorMessage, fieldMessage } from '@/lib/error-message';

import classes from './panel.module.css';

type Way = 'alone' | 'team' | 'join';

function waysOf(contest: Contest): readonly Way[] {
  if (contest.entry_mode === 'individual') return ['alone'];
  return contest.entry_mode === 'team' ? ['team', 'join'] : ['alone', 'team', 'join'];
}

interface Props {
  contest: Contest;
  /** Else one may only enter out of competition. */
  isOfficialOpen: boolean;
}

/** Entering alone, with a new team, or into a team by its code. Links may bring the codes. */
export function EntryFormPanel({ contest, isOfficialOpen }: Props) {
  const { t } = useTranslation();
  const { code = '', team = '' } = useSearch({ strict: false });
  const ways = waysOf(contest);
  const [way, setWay] = useState<Way>(
    team !== '' && ways.includes('join') ? 'join' : (ways[0] ?? 'alone'),
  );
  const [name, setName] = useState('');
  const [organization, setOrganization] = useState('');
  const [joinCode, setJoinCode] = useState(team);
  const [inviteCode, setInviteCode] = useState(code);
  const [isUnofficial, setUnofficial] = useState(!isOfficialOpen);
  const refresh = useAfterEntering(contest.slug);

  const enter = useMutation({
    mutationFn: () => {
      const invite_code = inviteCode.trim();
      if (way === 'join')
        return joinTeam(contest.slug, { join_code: joinCode.trim(), invite_code });
      const body = { invite_code, organization: organization.trim(), is_official: !isUnofficial };
      if (way === 'team') return createTeam(contest.slug, { ...body, name: name.trim() });
      return enterAlone(contest.slug, body);
    },
    onSuccess: refresh,
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    enter.mutate();
  };
  const labels = {
    alone: t('contests.enterAlone'),
    team: t('contests.enterTeam'),
    join: t('contests.enterJoin'),
  };

  return (
    <section className={classes.panel} data-tone="mark" aria-labelledby="contest-enter">
      <h2 id="contest-enter" className={classes.heading}>
        {t('contests.enter')}
      </h2>
      <form className={classes.form} onSubmit={submit}>
        {ways.length > 1 && (
          <fieldset className={classes.choice} aria-label={t('contests.enterAs')}>
            {ways.map((one) => (
              <label key={one}>
                <input type="radio" name="way" checked={one === way} onChange={() => setWay(one)} />
                {labels[one]}
              </label>
            ))}
          </fieldset>
        )}
        {way === 'team' && (
          <TextInput
            label={t('contests.teamName')}
            required
            maxLength={60}
            value={name}
            error={fieldMessage(enter.error, 'name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        {way === 'join' && (
          <TextInput
            label={t('contests.joinCode')}
            description={t('contests.joinCodeHint')}
            required
            maxLength={32}
            value={joinCode}
            onChange={(event) => setJoinCode(event.currentTarget.value)}
          />
        )}
        {way !== 'join' && (
          <TextInput
            label={t('contests.organization')}
            description={t('contests.optional')}
            maxLength={60}
            value={organization}
            onChange={(event) => setOrganization(event.currentTarget.value)}
          />
        )}
        {contest.visibility === 'invited' && (
          <TextInput
            label={t('contests.inviteCode')}
            description={t('contests.inviteCodeHint')}
            maxLength={32}
            value={inviteCode}
            onChange={(event) => setInviteCode(event.currentTarget.value)}
          />
        )}
        {way !== 'join' && contest.registration.allows_unofficial && (
          <label className={classes.check}>
            <input
              type="checkbox"
              checked={isUnofficial}
              disabled={!isOfficialOpen}
              onChange={(event) => setUnofficial(event.target.checked)}
            />
            <span>
              {t(isOfficialOpen ? 'contests.enterUnofficially' : 'contests.onlyUnofficially')}
            </span>
          </label>
        )}
        {enter.error !== null && (
          <p className={classes.error} role="alert">
            {errorMessage(t, enter.error)}
          </p>
        )}
        <Button type="submit" loading={enter.isPending}>
          {labels[way]}
        </Button>
      </form>
    </section>
  );
}
