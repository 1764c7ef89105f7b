"""The page of a week for those who lead: on the screen and as one sheet of paper."""
