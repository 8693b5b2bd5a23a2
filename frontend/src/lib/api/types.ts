/** Names for the shapes that the server's OpenAPI file states. Nothing here is written by hand. */
import type { components } from '@/lib/api/schema';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Language = Schemas['LanguageOut'];
export type ProblemListItem = Schemas['ProblemItem'];
export type MarkedProblem = Schemas['MarkedProblem'];
export type Problem = Schemas['ProblemDetail'];
export type Sample = Schemas['SampleOut'];
export type Submission = Schemas['SubmissionItem'];
export type SubmissionDetail = Schemas['SubmissionDetail'];
export type Run = Schemas['RunOut'];
export type CustomRun = Schemas['CustomRunOut'];
export type Group = Schemas['GroupOut'];
export type Stage = Schemas['Stage'];
