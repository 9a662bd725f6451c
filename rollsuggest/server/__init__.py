"""The self-hostable server's room. Its protocol and program come with a later issue; nothing is served yet."""
