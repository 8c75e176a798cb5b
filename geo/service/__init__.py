"""The service: articles come in over HTTP, events go out, for people, programs and GIS (the extra ``service``)."""

from geo.errors import MissingExtra

try:
    import fastapi  # noqa: F401  (is the extra installed?)
    import uvicorn  # noqa: F401
except ImportError as error:
    raise MissingExtra("the service needs FastAPI and uvicorn: pip install 'dateline[service]'") from error

from geo.service.app import Settings, create
from geo.service.safety import Limits

__all__ = ["Limits", "Settings", "create"]
