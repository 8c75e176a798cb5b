"""The words that say of a name what kind of place it is: one place for all rules that read them."""

from __future__ import annotations

# First-order divisions and nothing else: "Idlib province".
DIVISIONS = ("province", "governorate", "oblast", "prefecture")
# The same in small letters only, since "Michigan State" is a university.
STATES = ("state",)
DISTRICTS = ("district", "raion")
# Divisions as often as not: "the Kurdistan region" is one, "the Sahel region" is none.
REGIONS = ("region", "department", "territory", "emirate", "canton", "republic")
COUNTIES = ("county", "parish")
# What stands beside the names of small places: "the village of Anarak", "Bak district".
SMALL = ("village", "hamlet", "settlement", "commune", "ward", "tehsil", "taluk", "upazila", *DISTRICTS)
# What stands behind a town's name when nothing but the town is meant: "Kandahar City".
TOWNS = ("city", "town", "village")
# Towns are called after lakes, rivers and bays, but hardly ever after these.
WATERS = ("sea", "ocean", "gulf", "strait", "straits")
# What stands behind a name that has one of its own kind in the gazetteer: "the Shati refugee camp", "Bagram air base".
CAMPS = ("refugee camp", "displacement camp", "camp")
BASES = ("air base", "airbase", "air force base", "naval base", "army base", "military base", "base")
# Countries that English gives an article: "in the Congo" is not in the river.
ARTICLED = ("congo", "gambia")


def plurals(*words: str) -> tuple[str, ...]:
    """Return the plural of each word."""
    return tuple(
        f"{word[:-1]}ies" if word.endswith("y") else f"{word}es" if word.endswith("sh") else f"{word}s"
        for word in words
    )


# What narrows a wide place without making it another: "the Eastern Mediterranean".
DIRECTIONS = frozenset(("north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"))
