"""Facts to suggestions."""

RULES_VERSION = 25  # raise it with what the rules say of the same library: stored cards are then said anew
