"""Long random use of the real window over a roll that changes: `cd tests && python -m soak --minutes N`."""
