"""How firmly a claim stands: the six words that this app teaches and uses throughout."""

from enum import StrEnum


class ClaimStatus(StrEnum):
    """How firmly a claim stands. `official`: a government's formal act, such as a sanction."""

    DOCUMENTED = "documented"
    OFFICIAL = "official"
    REPORTED = "reported"
    ALLEGED = "alleged"
    ANALYSIS = "analysis"
    PREDICTED = "predicted"


CLAIM_WORDS: dict[str, str] = {
    ClaimStatus.DOCUMENTED: "Documented",
    ClaimStatus.OFFICIAL: "Official act",
    ClaimStatus.REPORTED: "Reported",
    ClaimStatus.ALLEGED: "Alleged",
    ClaimStatus.ANALYSIS: "Analysis",
    ClaimStatus.PREDICTED: "Predicted",
}
"""Each status as people read it."""

CLAIM_MEANINGS: dict[str, str] = {
    ClaimStatus.DOCUMENTED: "Anyone can check it: a record, a date, a published text.",
    ClaimStatus.OFFICIAL: "A government did it formally, such as an indictment or a sanction.",
    ClaimStatus.REPORTED: "Somebody passes it on as having happened, and says who or where.",
    ClaimStatus.ALLEGED: "Somebody says that another did it. It has not been shown to be so.",
    ClaimStatus.ANALYSIS: "A writer’s judgement of what facts mean.",
    ClaimStatus.PREDICTED: "Somebody says that it will happen, or may.",
}
"""What each status says, in one line for a student."""
