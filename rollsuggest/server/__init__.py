"""The self-hostable server's room: it comes with a later issue, and nothing is served yet."""
