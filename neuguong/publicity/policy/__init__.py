"""May this person, now? Each guard answers with a sentence or None."""
