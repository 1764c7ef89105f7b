"""What people told, at the desk: the office passes it on, the unit takes it up or answers."""
