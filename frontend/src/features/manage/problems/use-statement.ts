import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { useSave } from '@/features/manage/kit/use-save';
import { managedProblemQuery, type Problem } from '@/features/manage/problems/api';
import { merge } from '@/features/manage/problems/merge';
import { WriteStatement } from '@/features/manage/problems/problems.gen';
import { ApiError } from '@/lib/api/errors';
import { request } from '@/lib/graphql/request';

export interface Text {
  title: string;
  source: string;
}

interface Theirs extends Text {
  revision: number;
}

export function textOf(problem: Problem, language: string): Text {
  const statement = problem.statements.find((known) => known.language === language);
  return { title: statement?.title ?? '', source: statement?.source ?? '' };
}

export const latestOf = (problem: Problem) => problem.revisions.edges[0]?.node.number ?? 0;

const isSame = (one: Text, other: Text) => one.title === other.title && one.source === other.source;

/** What one text shows so that both see it: its title in the first line. */
export const shown = ({ title, source }: Text) => `${title}\n\n${source}`;

/**
 * A statement that is being written, and the state on the server that it began with.
 *
 * A save names that state, so the server refuses it when somebody else saved meanwhile; then
 * `theirs` is what they wrote. Newer data of the query never move the state along by themselves:
 * only a text that is one's own does.
 */
export function useStatement(problem: Problem, language: string) {
  const client = useQueryClient();
  const [text, setText] = useState(() => textOf(problem, language));
  const [base, setBase] = useState(() => ({ ...text, revision: latestOf(problem) }));
  const [theirs, setTheirs] = useState<Theirs | null>(null);
  const [outcome, setOutcome] = useState<'merged' | 'marked' | null>(null);

  const write = async (wanted: Text, from: Theirs): Promise<Theirs> => {
    const { id: problemId } = problem;
    const asked = { problemId, language, ...wanted, baseRevision: from.revision };
    try {
      const { writeStatement: saved } = await request(WriteStatement, asked);
      return { title: saved.title, source: saved.source, revision: from.revision };
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'edited_meanwhile') throw error;
      const now = await client.query({
        ...managedProblemQuery(problem.slug),
        staleTime: 0,
      });
      const current = { ...textOf(now, language), revision: latestOf(now) };
      // Only one's own last save lies between.
      const isOwn = isSame(current, from) && current.revision > from.revision;
      if (isOwn) return write(wanted, current);
      setTheirs(current);
      throw error;
    }
  };
  const save = useSave(
    ({ wanted, from }: { wanted: Text; from: Theirs }) => write(wanted, from),
    (saved) => {
      setBase(saved);
      setOutcome(null);
    },
  );
  const begin = (from: Theirs, wanted: Text) => {
    setBase(from);
    setText(wanted);
    setTheirs(null);
    save.reset();
  };
  return {
    text,
    put: (part: Partial<Text>) => setText((current) => ({ ...current, ...part })),
    save,
    outcome,
    theirs,
    submit: () => save.mutate({ wanted: text, from: base }),
    /** What to do about `theirs`. */
    later: () => setTheirs(null),
    takeTheirs: () => theirs !== null && begin(theirs, theirs),
    keepMine: () => {
      if (theirs === null) return;
      begin(theirs, text);
      save.mutate({ wanted: text, from: theirs });
    },
    merge: () => {
      if (theirs === null) return;
      const { text: source, hasConflicts } = merge(base.source, text.source, theirs.source);
      const title = text.title === base.title ? theirs.title : text.title;
      begin(theirs, { title, source });
      setOutcome(hasConflicts ? 'marked' : 'merged');
    },
  };
}
