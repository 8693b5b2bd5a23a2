/** Names for the shapes that the server's OpenAPI file states. Nothing here is written by hand. */
import type { components } from '@/lib/api/schema';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Language = Schemas['LanguageOut'];
export type ProblemListItem = Schemas['ProblemItem'];
export type MarkedProblem = Schemas['MarkedProblem'];
export type Problem = Schemas['ProblemDetail'];
export type Hint = Schemas['HintOut'];
export type Comment = Schemas['CommentOut'];
export type Sample = Schemas['SampleOut'];
export type Submission = Schemas['SubmissionItem'];
export type HandedIn = Schemas['HandedIn'];
export type QueuePlace = Schemas['QueueEvent'];
export type SubmissionDetail = Schemas['SubmissionDetail'];
export type Run = Schemas['RunOut'];
export type CustomRun = Schemas['CustomRunOut'];
export type Group = Schemas['GroupOut'];
export type Stage = Schemas['Stage'];

export type ContestItem = Schemas['ContestItem'];
export type Contest = Schemas['ContestDetail'];
export type Phase = Schemas['Phase'];
export type MyEntry = Schemas['MyEntry'];
export type MyTeam = Schemas['MyTeam'];
export type Entry = Schemas['EntryOut'];
export type SetProblem = Schemas['SetProblemOut'];
export type Clarification = Schemas['ClarificationOut'];
export type Announcement = Schemas['AnnouncementOut'];
export type Board = Schemas['BoardOut'];
export type BoardRow = Schemas['BoardRow'];
export type BoardCell = Schemas['BoardCell'];
export type BoardProblem = Schemas['BoardProblem'];
export interface BoardEvent {
  since: number;
  rows: BoardRow[];
}
export type Replay = Schemas['ReplayOut'];
export type ReplayAttempt = Schemas['ReplayAttempt'];
export type ContestStatistics = Schemas['StatisticsOut'];
export type AssignmentItem = Schemas['AssignmentItem'];
export type Assignment = Schemas['AssignmentDetail'];
export type Score = Schemas['ScoreOut'];
export type Distribution = Schemas['DistributionOut'];
export type Notification = Schemas['NotificationOut'];
export type Unread = Schemas['Unread'];
