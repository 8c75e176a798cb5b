"""How far each webhook is: what was delivered is remembered in the store, so that a crash loses and doubles nothing."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from geo.store import news, tables
from geo.store.articles import utc
from geo.store.queries import Selection
from geo.store.writing import insert_unless_there

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from geo.store.news import News
    from geo.store.store import Store


@dataclass(frozen=True, slots=True)
class Outbox:
    """The news that one webhook still has to get, in their order.

    Attributes:
        store: where the news is.
        webhook: what this webhook is known by.
        selection: which events it gets.
        holder: who delivers; of several, only one does at a time.
        held_s: for how many seconds from its last word others wait for it.

    """

    store: Store
    webhook: str
    selection: Selection
    holder: str
    held_s: float = 45.0

    def hold(self) -> bool:
        """Say whether nobody else delivers, and keep others from it for a while; a new webhook begins now.

        Raises:
            StoreError: if the store cannot be written to.

        """
        with self.store.writing() as connection:
            table = tables.webhooks
            values = {"webhook": self.webhook, "done": news.last(connection), "sent": "[]"}
            insert_unless_there(connection, table, values, ["webhook"])
            row = connection.execute(select(table).where(table.c.webhook == self.webhook).with_for_update()).one()
            held = row.holder is not None and row.holder != self.holder
            if held and utc(row.held_until) > dt.datetime.now(dt.UTC):
                return False
            self._set(connection, holder=self.holder, held_until=self._until())
            return True

    def release(self) -> None:
        """Let others deliver.

        Raises:
            StoreError: if the store cannot be written to.

        """
        table = tables.webhooks
        mine = (table.c.webhook == self.webhook) & (table.c.holder == self.holder)
        with self.store.writing() as connection:
            connection.execute(table.update().where(mine).values(holder=None, held_until=None))

    def waiting(self, limit: int) -> list[News]:
        """Return what is to be delivered next.

        Raises:
            StoreError: if the store cannot be read or written to.

        """
        with self.store.reading() as connection:
            done, sent = self._read(connection)
            last = news.last(connection)  # before what comes after it
            found = news.after(connection, self.selection, done, sent, limit)
        if not found and last > done:  # nothing to look at again
            with self.store.writing() as connection:
                self._set(connection, done=last, sent="[]")
        return found

    def delivered(self, one: News) -> None:
        """Note that an event, the first of those waiting, was delivered.

        Raises:
            StoreError: if the store cannot be written to.

        """
        with self.store.writing() as connection:
            done, sent = self._read(connection)
            if one.number - 1 > done:  # all of earlier articles was
                done, sent = one.number - 1, []
            self._set(connection, done=done, sent=json.dumps([*sent, one.row["id"]]), held_until=self._until())

    def _until(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=self.held_s)

    def _read(self, connection: Connection) -> tuple[int, list[str]]:
        table = tables.webhooks
        row = connection.execute(select(table.c.done, table.c.sent).where(table.c.webhook == self.webhook)).one()
        return row.done, json.loads(row.sent)

    def _set(self, connection: Connection, **values: object) -> None:
        table = tables.webhooks
        connection.execute(table.update().where(table.c.webhook == self.webhook).values(values))
