"""Events: the list, one event, what is written of it, its steps."""
