"""Who is let in, how often, and what they are told when not."""

from __future__ import annotations

import time
from collections import deque
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from rollsuggest.server import store
from rollsuggest.server.core import Server
from rollsuggest.server.rows import Account
from rollsuggest.server.times import now
from rollsuggest.server.tokens import digest

WRONG_TOKENS_A_MINUTE = 30  # from one address

bearer = HTTPBearer(auto_error=False, description="The token of an account.")


class Guesses:
    """Wrong tokens by address in the last minute. Kept in memory alone."""

    def __init__(self) -> None:
        self._at: dict[str, deque[float]] = {}

    def too_many(self, address: str) -> bool:
        held = self._at.get(address)
        if held is None:
            return False
        while held and held[0] < time.monotonic() - 60:
            held.popleft()
        if not held:
            del self._at[address]
        return len(held) >= WRONG_TOKENS_A_MINUTE

    def wrong(self, address: str) -> None:
        self._at.setdefault(address, deque()).append(time.monotonic())


async def server_of(request: Request) -> Server:  # async: a plain function would be run in a thread
    found: Server = request.app.state.server
    return found


async def let_in(
    request: Request,
    server: Annotated[Server, Depends(server_of)],
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> Account:
    """Return whose token this is, or answer 401, or 429 to who asks too often."""
    guesses: Guesses = request.app.state.guesses
    address = request.client.host if request.client else ""
    if guesses.too_many(address):
        raise HTTPException(429, "Too many wrong tokens. Wait a minute.", {"Retry-After": "60"})
    token = credentials.credentials if credentials else ""
    async with server.pool.connection() as db:
        visit = await store.visit(db, digest(token), int(now().timestamp() // 60)) if token else None
    if visit is None:
        guesses.wrong(address)
        raise HTTPException(401, "This token opens no account here.", {"WWW-Authenticate": "Bearer"})
    if visit.asked > server.settings.asks_a_minute:
        raise HTTPException(429, "Too many requests. Wait a minute.", {"Retry-After": "60"})
    return visit.account


async def let_admin_in(account: Annotated[Account, Depends(let_in)]) -> Account:
    """Return the account where it runs the place; to others there is no such page."""
    if not account.admin:
        raise HTTPException(404, "There is no such page.")
    return account


Someone = Annotated[Account, Depends(let_in)]
Admin = Annotated[Account, Depends(let_admin_in)]
Here = Annotated[Server, Depends(server_of)]
