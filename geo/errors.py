"""Every error that Dateline raises on purpose, in one rooted tree.

::

    DatelineError
    ├── InputError (ValueError)         what came in cannot be read or understood
    │   ├── SourceNotFound (FileNotFoundError)
    │   ├── UnreadableSource            binary, wrong encoding, empty, too large, broken markup
    │   ├── InvalidDate                 a date that is no calendar date
    │   └── AddressRefused              a URL that is not fetched: not http, or not on the public internet
    ├── OutputError (OSError)           a result could not be written; nothing half-written is left
    ├── StoreError                      the store cannot be opened, read or written, or is of another version
    ├── ArticleError                    one article of many could not be parsed
    ├── Interrupted                     work was broken off, because the program ends or has no process for it
    ├── GazetteerError                  the place database is missing, corrupt or of another version
    ├── ModelError                      a model file is missing or corrupt
    ├── GeocoderError                   a geocoder could not answer (this is not "no such place")
    └── MissingExtra (ImportError)      an optional dependency is not installed

The message of each is one line that says what is wrong and what to do about it;
the command line prints it as it is and exits with ``exit_code``. :class:`Remark` is no error but a warning.
"""


class Remark(UserWarning):
    """What reading a source had to leave open (its day, its language): a warning, in one line, no error."""


class DatelineError(Exception):
    """Root of all errors raised on purpose."""

    exit_code = 1


class InputError(DatelineError, ValueError):
    """What came in cannot be read or understood."""

    exit_code = 2


class SourceNotFound(InputError, FileNotFoundError):
    """There is no such file or page."""


class UnreadableSource(InputError):
    """The source exists but holds no article text."""


class InvalidDate(InputError):
    """A date that is no calendar date, or lies where it cannot lie."""


class AddressRefused(InputError):
    """A URL that is not fetched: not http or https, or a host that is not on the public internet."""


class OutputError(DatelineError, OSError):
    """A result could not be written."""

    exit_code = 3


class StoreError(DatelineError):
    """The store cannot be opened, read or written, or was made by another version."""

    exit_code = 7


class ArticleError(DatelineError):
    """One article could not be parsed; the others are not touched by it."""


class Interrupted(DatelineError):
    """Work was broken off, or never begun, through no fault of its own: it is to be done at another time."""


class GazetteerError(DatelineError):
    """The place database is missing, corrupt or of another version."""

    exit_code = 4


class ModelError(DatelineError):
    """A model file is missing or corrupt."""

    exit_code = 4


class GeocoderError(DatelineError):
    """A geocoder could not answer. A failure is a failure, not "no such place"."""

    exit_code = 5


class MissingExtra(DatelineError, ImportError):
    """An optional dependency is needed for what was asked."""

    exit_code = 6
