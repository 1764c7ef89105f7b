"""What a summary states, bound to evidence and decided one by one."""
