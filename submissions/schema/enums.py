"""The judge's words as GraphQL's enums; import them from here wherever they stand in the schema."""

import strawberry

from judging.verdicts import JudgementState, Verdict

__all__ = ["JudgementState", "Verdict"]

strawberry.enum(Verdict, name="Verdict", description="A verdict of the ICPC CCS specification.")
strawberry.enum(JudgementState, name="JudgementState", description="Where a judgement stands.")
