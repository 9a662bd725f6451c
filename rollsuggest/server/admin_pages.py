"""The page of whoever runs the server: accounts, usage, jobs, storage. Never a picture, never a title."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, HTTPException, Response

from rollsuggest import paths
from rollsuggest.server import store
from rollsuggest.server.account_pages import answer, as_answers
from rollsuggest.server.answers import AccountRow, NewAccount, NewToken, Overview, ReceiptAnswer, Trouble
from rollsuggest.server.deleting import delete_all
from rollsuggest.server.door import Admin, Here
from rollsuggest.server.media_pages import UNKNOWN
from rollsuggest.server.times import now
from rollsuggest.server.tokens import digest, new_token

router = APIRouter(prefix="/admin", tags=["admin"], responses={404: UNKNOWN})
page = APIRouter(include_in_schema=False)

TAKEN = {"model": Trouble, "description": "There is an account of this name, or it is the last admin's."}
# Nothing is loaded from elsewhere, and no other page may frame this one.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
    " form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


@router.get("/overview")
async def overview(server: Here, admin: Admin) -> Overview:
    """Accounts with what they hold, and how much there is of everything."""
    async with server.pool.connection() as db:
        rows = [
            AccountRow(
                **answer(server, each.name, await store.usage(db, each.id, now())).model_dump(),
                id=each.id,
                admin=each.admin,
                created_at=each.created_at,
            )
            for each in await store.accounts(db)
        ]
        return Overview(
            accounts=rows, counts=await store.counts(db), retention_hours=server.settings.retention_hours
        )


@router.post("/accounts", status_code=201, responses={409: TAKEN})
async def add(server: Here, admin: Admin, new: NewAccount) -> NewToken:
    """Make an account. Its token is shown this once."""
    token = new_token()
    async with server.pool.connection() as db:
        if await store.add_account(db, new.name, digest(token), admin=False) is None:
            raise HTTPException(409, "There is an account of this name already.")
        await store.note(db, admin.id, "add account", new.name)
    return NewToken(name=new.name, token=token)


@router.post("/accounts/{account_id}/token")
async def renew(server: Here, admin: Admin, account_id: UUID) -> NewToken:
    """Give an account another token; the old one opens nothing any more."""
    token = new_token()
    async with server.pool.connection() as db:
        account = await store.account(db, account_id)
        if account is None:
            raise HTTPException(404, "There is no such account.")
        await store.renew_token(db, account_id, digest(token))
        await store.note(db, admin.id, "renew token", account.name)
    return NewToken(name=account.name, token=token)


@router.delete("/accounts/{account_id}", responses={409: TAKEN})
async def close(server: Here, admin: Admin, account_id: UUID) -> list[ReceiptAnswer]:
    """Close an account and delete all it held."""
    async with server.pool.connection() as db:
        account = await store.account(db, account_id)
        if account is None:
            raise HTTPException(404, "There is no such account.")
        if account.id == admin.id:
            raise HTTPException(409, "You cannot close your own account.")
        signed = await delete_all(server, db, account, "the account was closed")
        await store.close_account(db, account.id)
        await store.note(db, admin.id, "close account", account.name)
    return as_answers(signed)


@page.get("/admin")
@page.get("/admin/{name}")
async def admin_page(name: str = "index.html") -> Response:
    """The page itself; it asks for the token of an admin before it shows anything."""
    kinds = {"index.html": "text/html", "admin.js": "text/javascript", "admin.css": "text/css"}
    if name not in kinds:
        raise HTTPException(404, "There is no such page.")
    body = (paths.resources() / "admin" / name).read_bytes()
    return Response(body, media_type=kinds[name], headers={"Content-Security-Policy": POLICY})
