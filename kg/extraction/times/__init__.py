"""Time expressions and their values, against the day of publication."""
