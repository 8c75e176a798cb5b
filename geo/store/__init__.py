"""Articles, what was found in them, and their sources, in SQLite or PostgreSQL (the extra ``store``)."""

from geo.errors import MissingExtra

try:
    import geoalchemy2  # noqa: F401  (is the extra installed?)
    import sqlalchemy  # noqa: F401
except ImportError as error:
    raise MissingExtra("a store needs SQLAlchemy and GeoAlchemy: pip install 'dateline[store]'") from error

from geo.store.articles import State, StoredArticle, Summary
from geo.store.news import News
from geo.store.outbox import Outbox
from geo.store.queries import Selection
from geo.store.store import Store
from geo.store.stories import Story

__all__ = ["News", "Outbox", "Selection", "State", "Store", "StoredArticle", "Story", "Summary"]
