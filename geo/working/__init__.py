"""Work that must not stop the program it is done for: in processes with time limits, from a queue in the store."""

from geo.working.backlog import Backlog
from geo.working.limited import Limited
from geo.working.workers import Workers

__all__ = ["Backlog", "Limited", "Workers"]
