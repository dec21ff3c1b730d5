"""What the words themselves suggest for a claim's form: one function, so that a better proposer can come later."""

from tracker.domain.proposals.passage import Named, Passage, Proposal, Worded
from tracker.domain.proposals.proposer import propose

__all__ = ["Named", "Passage", "Proposal", "Worded", "propose"]
