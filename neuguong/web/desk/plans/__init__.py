"""Plans above and below: where the plan comes from, what units plan themselves, telling the staff, trying a new version."""
