"""Everything that changes publicity, each with who and when."""
