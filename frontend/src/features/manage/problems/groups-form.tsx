import { useTranslation } from 'react-i18next';

import { NativeSelect, TextInput } from '@/components/inputs';
import { DataTable } from '@/components/table/table';
import { toNumber, useEdit } from '@/features/manage/kit/fields';
import { Form, Panel } from '@/features/manage/kit/form';
import type { Judging, Problem } from '@/features/manage/problems/api';
import { EditPackage, type ScoreAggregation } from '@/features/manage/problems/packages.gen';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

/** Groups that a draft can give points: secret itself, and those directly in it. */
const EDITABLE = /^secret(\/[^/]+)?$/;
const RULES = { SUM: 'sum', MIN: 'min', PASS_FAIL: 'all' } as const;

interface Row {
  name: string;
  testCaseCount: number;
  points: string;
  /** Empty: one that can't be chosen here. */
  rule: string;
  required: string;
}

const wordsOf = (text: string) => text.split(/[\s,]+/).filter(Boolean);

function rowsOf({ groups, caseDirectories }: Judging['testPackageContents']): Row[] {
  const known = new Map(groups.map((group) => [group.name, group]));
  const names = [...known.keys(), ...caseDirectories.map(({ name }) => name)];
  return [...new Set(names)]
    .filter((name) => EDITABLE.test(name))
    .sort()
    .map((name) => {
      const group = known.get(name);
      const rule = Object.entries(RULES).find(([, value]) => value === group?.scoreRule);
      return {
        name,
        testCaseCount:
          group?.testCaseCount ??
          caseDirectories.find((one) => one.name === name)?.testCaseCount ??
          0,
        points: group?.maxScore == null ? '' : String(group.maxScore),
        rule: rule?.[0] ?? '',
        required: (group?.requiredGroups ?? []).join(', '),
      };
    });
}

/** What groups of test cases are worth. The rows that were changed are gathered as edits. */
export function GroupsForm({ problem, judging }: { problem: Problem; judging: Judging }) {
  const { t } = useTranslation();
  const { isScoring } = judging.testPackageContents;
  const rows = rowsOf(judging.testPackageContents);
  const initial: Record<string, string> = Object.fromEntries(
    rows.flatMap(({ name, points, rule, required }) => [
      [`points ${name}`, points],
      [`rule ${name}`, rule],
      [`required ${name}`, required],
    ]),
  );
  const { fields, save, submit } = useEdit(initial, async (values) => {
    const edits = rows.flatMap((row) => {
      const [points, rule, required] = ['points', 'rule', 'required'].map(
        (part) => values[`${part} ${row.name}`] ?? '',
      );
      const changes = {
        ...(points === row.points ? {} : { maxScore: toNumber(points ?? '') }),
        ...(rule === row.rule ? {} : { aggregation: rule as ScoreAggregation }),
        ...(required === row.required ? {} : { requirePass: wordsOf(required ?? '') }),
      };
      return Object.keys(changes).length === 0
        ? []
        : [{ setGroup: { name: row.name, ...changes } }];
    });
    if (edits.length > 0) await request(EditPackage, { problemId: problem.id, edits });
  });
  return (
    <Panel title={t('managedProblems.groups')}>
      <p className={classes.dim}>
        {isScoring ? t('managedProblems.groupsHint') : t('managedProblems.groupsOfPassFail')}
      </p>
      <div className={classes.spread}>
        <Form
          save={save}
          submitLabel={t('managedProblems.gather')}
          savedLabel={t('managedProblems.gathered')}
          onSave={submit}
        >
          <DataTable
            label={t('managedProblems.groups')}
            head={
              <>
                <th>{t('managedProblems.group')}</th>
                <th>{t('managedProblems.tests')}</th>
                <th>{t('managedProblems.points')}</th>
                <th>{t('managedProblems.scoreRule')}</th>
                <th>{t('managedProblems.requiredGroups')}</th>
              </>
            }
          >
            {rows.map(({ name, testCaseCount, rule }) => (
              <tr key={name}>
                <th scope="row" className={classes.code}>
                  {name}
                </th>
                <td>{testCaseCount}</td>
                <td>
                  <TextInput
                    type="number"
                    min={0}
                    className={classes.narrowInput}
                    aria-label={t('managedProblems.pointsFor', { name })}
                    {...fields.text(`points ${name}`)}
                  />
                </td>
                <td>
                  <NativeSelect
                    aria-label={t('managedProblems.scoreRuleFor', { name })}
                    data={[
                      ...(rule === ''
                        ? [{ value: '', label: t('managedProblems.ruleUnset') }]
                        : []),
                      ...(['SUM', 'MIN', 'PASS_FAIL'] as const).map((value) => ({
                        value,
                        label: t(`managedProblems.rule.${value}`),
                      })),
                    ]}
                    {...fields.text(`rule ${name}`)}
                  />
                </td>
                <td>
                  <TextInput
                    placeholder="sample"
                    aria-label={t('managedProblems.requiredGroupsFor', { name })}
                    {...fields.text(`required ${name}`)}
                  />
                </td>
              </tr>
            ))}
          </DataTable>
        </Form>
      </div>
    </Panel>
  );
}
