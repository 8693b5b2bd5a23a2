import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Complaint } from '@/app/pages/solve/complaint';
import { DraftEditor } from '@/app/pages/solve/draft-editor';
import { ResultPane, type ResultView } from '@/app/pages/solve/result-pane';
import { useSolvePlace, type SolvePlace } from '@/app/pages/solve/place';
import { useSubmit } from '@/app/pages/solve/use-submit';
import { useTrials } from '@/app/pages/solve/use-trials';
import { LanguagePicker, RunButton, SubmitButton } from '@/app/pages/solve/workbench-controls';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import type { EditorHandle } from '@/features/editor/code-editor';
import { draftKey } from '@/features/editor/use-draft';
import { languagesQuery } from '@/features/problems/api/get-languages';
import { templatesQuery } from '@/features/problems/api/get-templates';
import { submissionQuery } from '@/features/submissions/api/get-submission';
import type { GoTo } from '@/features/submissions/compile-message';
import { JudgingPanel } from '@/features/submissions/components/judging-panel';
import type { Language, Me, Problem, SubmissionDetail } from '@/lib/api/types';
import { errorMessage } from '@/lib/error-message';
import { isBlank, packed } from '@/lib/source-files';
import { readStored, writeStored } from '@/lib/storage';

import classes from './workbench.module.css';

interface Props {
  problem: Problem;
  /** null for a visitor, who may write code but not hand it in. */
  me: Me | null;
}

/** Where the code is written, handed in and judged. */
export function Workbench({ problem, me }: Props) {
  const { t } = useTranslation();
  const place = useSolvePlace();
  const inPlace = place?.languages ?? [];
  const languages = useQuery(languagesQuery);
  const templates = useQuery(templatesQuery(problem.slug));
  return (
    <QueryView query={templates.isError ? languages : bothOf(languages, templates)}>
      {(all) => {
        const allowed = all.filter(
          ({ id }) =>
            problem.languages.includes(id) && (inPlace.length === 0 || inPlace.includes(id)),
        );
        const [first] = allowed;
        if (first === undefined) {
          return <Note title={t('solve.noLanguageTitle')} text={t('solve.noLanguageText')} />;
        }
        const opened = allowed.map((language) => ({
          ...language,
          template: templates.data?.get(language.id) ?? language.template,
        }));
        return <Bench problem={problem} me={me} languages={opened} first={opened[0] ?? first} />;
      }}
    </QueryView>
  );
}

/** The first query, once the second is answered too. */
function bothOf<Query extends { data: unknown }>(first: Query, second: { data: unknown }): Query {
  return second.data === undefined ? { ...first, data: undefined } : first;
}

interface BenchProps extends Props {
  languages: readonly Language[];
  first: Language;
}

function Bench({ problem, me, languages, first }: BenchProps) {
  const { t } = useTranslation();
  const place = useSolvePlace();
  const editor = useRef<EditorHandle>(null);
  const [chosen, choose] = useRememberedLanguage(problem.slug);
  const borrowed = useBorrowedCode(problem.slug, choose);
  const language = languages.find(({ id }) => id === chosen) ?? first;
  const { submit, isPending, isPaused, error, shown } = useSubmit(problem.slug);
  const person = me === null ? 'visitor' : String(me.id);
  const trials = useTrials(problem, person);
  const [view, setView] = useState<ResultView>('judging');
  const [isEmpty, setEmpty] = useState(false);
  const goTo: GoTo = (...place) => editor.current?.goTo(...place);

  const withCode = (send: (code: { language: string; source: string }) => void) => {
    const source = editor.current?.text() ?? '';
    setEmpty(isBlank(source));
    if (!isBlank(source)) send({ language: language.id, source });
  };
  const handIn = () => {
    if (me === null || isPending) return;
    setView('judging');
    withCode(submit);
  };
  const tryOut = () => {
    if (me === null || trials.isPending) return;
    setView('trial');
    if (trials.trials.length === 0) trials.add();
    else withCode(trials.run);
  };
  useActionKeys(handIn, tryOut);

  const key = draftKey(person, draftOf(problem.slug, place), language.id);
  return (
    <section className={classes.bench} aria-label={t('solve.code')}>
      <div className={classes.writing}>
        {/* Outside of the draft, so that choosing a language keeps the focus where it is. */}
        <div className={classes.picker}>
          <LanguagePicker languages={languages} value={language.id} onChange={choose} />
        </div>
        <DraftEditor
          key={key}
          draftKey={key}
          place={
            me === null
              ? null
              : { slug: problem.slug, language: language.id, set: place?.set ?? null }
          }
          language={language}
          maxFiles={problem.max_source_files}
          editor={editor}
          replaceWith={borrowed?.language === language.id ? borrowed.source : undefined}
          onSubmit={handIn}
          action={
            <>
              {me !== null && <RunButton isPending={trials.isPending} onRun={tryOut} />}
              <SubmitButton isVisitor={me === null} isPending={isPending} onSubmit={handIn} />
            </>
          }
        />
      </div>
      <section className={classes.result} aria-label={t('solve.result')}>
        {isEmpty && <Complaint text={t('solve.emptySource')} />}
        <ResultPane
          view={view}
          onChange={setView}
          trials={me === null ? null : trials}
          onGoTo={goTo}
        >
          {error !== null && <Complaint text={errorMessage(t, error)} />}
          {shown === null ? (
            <p className={classes.hint} role={isPaused ? 'status' : undefined}>
              {t(isPaused ? 'solve.waiting' : isPending ? 'solve.submitting' : 'solve.resultHint')}
            </p>
          ) : (
            <JudgingPanel
              key={shown}
              id={shown}
              onGoTo={goTo}
              aside={
                <Link to="/submissions/$id" params={{ id: shown }} className={classes.more}>
                  {t('solve.openSubmission', { id: shown })}
                </Link>
              }
            />
          )}
        </ResultPane>
      </section>
    </section>
  );
}

/** A problem has a draft of its own in each contest and assignment. */
function draftOf(slug: string, place: SolvePlace | null): string {
  return place === null ? slug : `${place.set}/${slug}`;
}

/** The language last used for this problem, else the one last used at all. */
function useRememberedLanguage(slug: string) {
  const [id, setId] = useState(() => readStored(`language:${slug}`) ?? readStored('language:last'));
  const choose = (next: string) => {
    setId(next);
    writeStored(`language:${slug}`, next);
    writeStored('language:last', next);
  };
  return [id, choose] as const;
}

/**
 * The code of an earlier submission that the address asks to open. It replaces the draft in the
 * editor, where that can be undone.
 */
function useBorrowedCode(slug: string, choose: (language: string) => void) {
  const { from, tab } = useSearch({ strict: false });
  const navigate = useNavigate();
  const client = useQueryClient();
  const [code, setCode] = useState<{ language: string; source: string }>();
  const take = useEffectEvent(({ problem, language, source, files }: SubmissionDetail) => {
    if (problem.slug !== slug) return;
    setCode({ language, source: packed({ source, files }) });
    choose(language);
    void navigate({ to: '.', search: { tab }, replace: true });
  });
  useEffect(() => {
    if (from === undefined) return;
    // Without an answer the draft stays, which is no loss.
    void client.query(submissionQuery(from)).then(take, () => undefined);
  }, [client, from]);
  return code;
}

/** Ctrl+Enter and Ctrl+Shift+Enter anywhere on the page; in the editor the first is its own key. */
function useActionKeys(submit: () => void, run: () => void) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const isAction = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (!isAction || event.defaultPrevented) return;
    event.preventDefault();
    if (event.shiftKey) run();
    else submit();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
