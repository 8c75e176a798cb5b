"""Any geocoder of geopy, asked politely: at its pace, again after a failure, and never twice the same."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geopy import exc
from geopy.adapters import URLLibAdapter
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import get_geocoder_for_service
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from geo import settings
from geo.errors import GeocoderError
from geo.geocoding.cache import AnswerCache
from geo.model import Candidate, Place

# What geopy's parsers raise on an answer that is JSON but not that service's.
_MISREAD = (KeyError, IndexError, TypeError, ValueError, AttributeError)


class OnlineGeocoder:
    """Ask an online geocoder for what the gazetteer lacks.

    Args:
        service: the name of a geopy geocoder ("nominatim", "photon", "pelias", "geonames", …), or one
            that is made already.
        options: what that geocoder's constructor needs (``domain``, ``api_key``, ``username``, …).
        delay_s: least time between two requests. Nominatim's public server asks for 1 s.
        timeout_s: how long to wait for an answer.
        retries: how often a failed request is repeated, each after ``retry_delay_s``.
        user_agent: how to introduce oneself; public servers refuse the nameless.
        cache: the file that answers are kept in, by default in the cache directory; None keeps none.
        max_age_days: for how long a kept answer is good.

    Raises:
        GeocoderError: if geopy has no such geocoder, or it needs other ``options``.

    """

    def __init__(
        self,
        service: str | Geocoder,
        *,
        options: Mapping[str, Any] | None = None,
        delay_s: float = 1.0,
        timeout_s: float = 10.0,
        retries: int = 2,
        retry_delay_s: float = 5.0,
        user_agent: str | None = None,
        cache: Path | str | None = "",
        max_age_days: float = 90.0,
    ) -> None:
        self.service = service.lower() if isinstance(service, str) else type(service).__name__.lower()
        if isinstance(service, str):
            service = _make(service, dict(options or {}), timeout_s, user_agent or _user_agent())
        self.domain = str(getattr(service, "domain", ""))
        path = settings.load().cache_dir / "geocoder.sqlite" if cache == "" else cache
        self._cache = AnswerCache(Path(path), max_age_days) if path is not None else None
        self._ask = {
            method: RateLimiter(
                getattr(service, method),
                min_delay_seconds=delay_s,
                max_retries=retries,
                error_wait_seconds=max(retry_delay_s, delay_s),
                # A failure must stay one: a cache would remember it as "no such place".
                swallow_exceptions=False,
            )
            for method in ("geocode", "reverse")
            if hasattr(service, method)
        }
        self._one_at_a_time = threading.Lock()

    def geocode(self, query: str, *, exactly_one: bool = True, **parameters: Any) -> Location | list[Location] | None:
        """Return the likeliest place for a name or address, or all of them; None if there is none.

        ``parameters`` are passed on to the service's geocoder (``language``, ``country_codes``, …).

        Raises:
            GeocoderError: if the service is down, slow, refuses, or answers garbage.

        """
        return self._answer("geocode", " ".join(query.split()), exactly_one, parameters)

    def reverse(
        self, query: tuple[float, float], *, exactly_one: bool = True, **parameters: Any
    ) -> Location | list[Location] | None:
        """Return the nearest address to a point (latitude, longitude), or all of them; None if there is none.

        Raises:
            GeocoderError: if the service is down, slow, refuses, or answers garbage.

        """
        latitude, longitude = query
        return self._answer("reverse", f"{latitude:.6f},{longitude:.6f}", exactly_one, parameters)

    def candidates(self, name: str) -> list[Candidate]:
        """Return the places that the service knows under a name; ``source`` of each is the service.

        Raises:
            GeocoderError: if the service is down, slow, refuses, or answers garbage.

        """
        found = self.geocode(name, exactly_one=False)
        locations = found if isinstance(found, list) else [found] if found else []
        return [
            Candidate(
                Place(
                    geonameid=None,
                    name=str(location.address).split(",", maxsplit=1)[0],
                    latitude=round(location.latitude, 6),
                    longitude=round(location.longitude, 6),
                    source=self.service,
                ),
                matched_name=name,
            )
            for location in locations
        ]

    def _answer(
        self, method: str, query: str, exactly_one: bool, parameters: dict[str, Any]
    ) -> Location | list[Location] | None:
        if method not in self._ask:
            raise GeocoderError(f"{self.service} has no {method} geocoding; name another geocoder")
        if not query:
            return None
        question: dict[str, Any] = {"service": self.service, "domain": self.domain, "method": method, "query": query}
        question |= {"exactly_one": exactly_one, "parameters": parameters}
        with self._one_at_a_time:
            kept = self._cache.get(question) if self._cache else None
            if kept is None:
                kept = [_pack(location) for location in self._request(method, query, exactly_one, parameters)]
                if self._cache:
                    self._cache.put(question, kept)
        locations = [Location(address, (latitude, longitude), raw) for address, latitude, longitude, raw in kept]
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    def _request(self, method: str, query: str, exactly_one: bool, parameters: dict[str, Any]) -> list[Location]:
        try:
            found = self._ask[method](query, exactly_one=exactly_one, **parameters)
        except exc.GeocoderServiceError as error:
            raise GeocoderError(f"{self.service}: {_advice(error)} ({_brief(error)})") from error
        except _MISREAD as error:
            raise GeocoderError(
                f"{self.service}: what it answered cannot be understood; is {self.domain or 'its address'} right?"
                f" ({_brief(error)})"
            ) from error
        if found is None:
            return []
        return found if isinstance(found, list) else [found]


def _make(service: str, options: dict[str, Any], timeout_s: float, user_agent: str) -> Geocoder:
    try:
        # geopy's other adapter repeats requests by itself, whatever the rate limit.
        defaults = {"timeout": timeout_s, "user_agent": user_agent, "adapter_factory": URLLibAdapter}
        return get_geocoder_for_service(service)(**(defaults | options))
    except exc.GeocoderNotFound as error:
        raise GeocoderError(
            f"{service!r} is no geocoder of geopy; try nominatim, photon, pelias or geonames"
        ) from error
    except (TypeError, exc.GeopyError) as error:
        raise GeocoderError(f"{service}: its options do not fit ({_brief(error)})") from error


def _pack(location: Location) -> tuple[str, float, float, Any]:
    return str(location.address), float(location.latitude), float(location.longitude), location.raw


def _advice(error: exc.GeocoderServiceError) -> str:
    match error:
        case exc.GeocoderRateLimited() | exc.GeocoderQuotaExceeded():
            return "too many requests; wait, or ask more slowly"
        case exc.GeocoderTimedOut():
            return "no answer in time; try again later, or wait longer"
        case exc.GeocoderAuthenticationFailure() | exc.GeocoderInsufficientPrivileges():
            return "it refuses; check the key or user name, and the user agent"
        case exc.GeocoderUnavailable():
            return "it cannot be reached; try again later"
        case exc.GeocoderParseError():
            return "what it answered is no JSON; is its address right?"
        case _:
            return "it cannot be reached or failed; try again later"


def _brief(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 200 else f"{text[:200]}…"


def _user_agent() -> str:
    from geo.about import VERSION

    return f"dateline/{VERSION}"
