"""Commands for news that does not end: ``serve`` and ``watch``."""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from geo.commands.common import SOME_SKIPPED, Home, Limit, check_home, complain
from geo.settings import ARTICLE_LIMIT_S

if TYPE_CHECKING:
    from geo.watching import Visit

StoreOption = Annotated[
    str, typer.Option(metavar="STORE", help="A file (news.gpkg), or postgresql://user@host/database.")
]
Workers = Annotated[int, typer.Option(min=1, help="Processes that parse.")]
Private = Annotated[
    bool, typer.Option("--allow-private", help="Also fetch from, and post to, this machine and its networks.")
]
_DEFAULT_STORE = "dateline.gpkg"


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(serve)
    app.command()(watch)


def serve(
    *,
    store: StoreOption = _DEFAULT_STORE,
    host: Annotated[str, typer.Option(help="Address to listen at; by default only this machine's own.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8765,
    token: Annotated[
        str | None,
        typer.Option(envvar="DATELINE_TOKEN", help="What clients must show, as bearer token or as password."),
    ] = None,
    workers: Workers = 1,
    limit: Limit = ARTICLE_LIMIT_S,
    max_pending: Annotated[
        int, typer.Option(min=1, help="Articles that may wait to be parsed before more are refused.")
    ] = 10_000,
    webhook: Annotated[
        list[str] | None,
        typer.Option(
            envvar="DATELINE_WEBHOOK",
            metavar="URL",
            help="Post each new event there; a fragment selects (https://…#event_class=protest&min_killed=5).",
        ),
    ] = None,
    webhook_secret: Annotated[
        str | None,
        typer.Option(envvar="DATELINE_WEBHOOK_SECRET", help="What its messages are signed with (whsec_…)."),
    ] = None,
    allow_private: Private = False,
) -> None:
    """Offer a page, a JSON API and OGC API Features over a store, live."""
    from geo.service import Settings
    from geo.service.server import is_local
    from geo.service.server import serve as run

    local = is_local(host)
    if not local and token is None:
        complain(f"{host} can be reached by others, and no --token is asked of them")
    settings = Settings(
        store=store,
        token=token or None,
        local_only=local,
        allow_private=allow_private,
        workers=workers,
        limit_s=limit,
        max_pending=max_pending,
        webhooks=tuple(webhook or ()),
        webhook_secret=webhook_secret,
    )
    shown = f"[{host}]" if ":" in host else host
    said = f"Open http://{shown}:{port}/ (Ctrl-C ends it; articles are kept in {store})"
    run(settings, host, port, lambda: print(said, file=sys.stderr))


def watch(
    feeds: Annotated[
        list[str] | None,
        typer.Argument(metavar="FEED…", help="RSS or Atom; without any, the feeds that the store knows."),
    ] = None,
    *,
    store: StoreOption = _DEFAULT_STORE,
    interval: Annotated[
        float, typer.Option(min=1, metavar="MINUTES", help="Between two visits to a feed, give or take a tenth.")
    ] = 15.0,
    home: Home = None,
    once: Annotated[
        bool, typer.Option("--once", help="Visit what is due, parse it, and end, with 1 where a feed failed.")
    ] = False,
    workers: Workers = 1,
    limit: Limit = ARTICLE_LIMIT_S,
    allow_private: Private = False,
) -> None:
    """Visit feeds again and again, and take what is new into the store; stopped, it goes on where it was."""
    import functools

    from geo import fetching
    from geo.errors import InputError
    from geo.fetching import check_url
    from geo.store import Store
    from geo.watching import Pages, Watch
    from geo.working import Backlog, logs
    from geo.working import Workers as Processes

    for feed in feeds or []:
        check_url(feed)  # before a store is made for what is no address
    check_home(home)
    logs.begin()
    stop = threading.Event()

    def end(*_: object) -> None:
        if not stop.is_set():  # the first time at once, as Ctrl-C does, whatever is fetched or waited for
            stop.set()
            raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    # Without a feed to begin with, there is nothing to make a store for.
    with Store(store, make=bool(feeds)) as opened, Processes(workers, limit) as processes:
        fetch = functools.partial(fetching.fetch, allow_private=allow_private)
        watching = Watch(opened, Pages(fetch, processes), interval_s=interval * 60)
        watching.add(feeds or [], home)
        if not watching.urls():
            raise InputError("no feed to watch: name one (dateline watch https://…)")
        backlog = Backlog(opened, processes)
        failed = False

        def report(visit: Visit) -> None:
            nonlocal failed
            failed |= visit.failed
            backlog.wake()
            _print(visit)

        try:
            watching.run(stop, report, once=once)
            if once:
                backlog.drain()
        except KeyboardInterrupt:
            stop.set()
        finally:
            backlog.close()
            processes.close()
            backlog.join()
    if once and failed:
        raise typer.Exit(SOME_SKIPPED)


def _print(visit: Visit) -> None:
    for error in visit.errors:
        complain(error)
    print(f"{visit.url}: {len(visit.taken)} new articles, {visit.known} known", file=sys.stderr)
