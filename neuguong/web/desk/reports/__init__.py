"""Reports on the programme: units write and submit theirs, the office answers them and makes its own over all units."""
