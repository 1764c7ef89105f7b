"""Units' own standards: who has one, what it says, what changed, writing and issuing."""
