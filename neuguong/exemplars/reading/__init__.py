"""Reading what was written: pure functions over text, without database or clock."""
