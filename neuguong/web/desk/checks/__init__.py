"""What verification finds out: the law's checklist, and checks on site."""
