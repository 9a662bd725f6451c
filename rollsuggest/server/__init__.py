"""The server that people run themselves: makes creations of what they send, keeps it no longer than needed.

Another program than the app, and another trust: whoever runs it could look at what is sent. The app says so
before anything leaves the computer. It needs the extra `rollsuggest[server]`.
"""
