"""Facts to suggestions."""

RULES_VERSION = 15
