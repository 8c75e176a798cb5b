"""Words beside and inside names that tell what is named: a street, a school, a court, a club, a newspaper."""

from __future__ import annotations

NO_CUE = 0
_GROUPS = (
    # What divides a country.
    "county counties parish borough township district districts province provinces region state states governorate "
    "oblast prefecture raion canton municipality territory territories department republic kingdom emirate",
    # What is settled.
    "city town village hamlet suburb neighborhood neighbourhood capital metropolitan metro area downtown",
    # Ways.
    "street st road rd avenue ave boulevard blvd drive dr lane ln highway hwy route freeway turnpike parkway way "
    "bridge tunnel interstate trail pass expressway motorway court plaza square circle pike crossing junction",
    # Waters and what lies at them.
    "lake river creek bay sea ocean gulf strait canal reservoir dam falls spring springs pond sound channel bayou "
    "beach coast harbor harbour port cape",
    # Land.
    "mountain mountains mount mt hill hills valley canyon desert forest island islands isle peninsula ridge park "
    "plateau plain plains basin delta field fields farm ranch cave peak glacier",
    # Places of learning and care.
    "university college school academy institute elementary middle high hospital clinic medical infirmary nursery "
    "seminary campus library museum observatory",
    # Buildings and sites.
    "airport station stadium arena center centre hall hotel "
    "inn church cathedral mosque temple synagogue chapel theater "
    "theatre mall market tower house building palace castle prison jail cemetery base camp airfield terminal depot "
    "factory plant mine refinery monument memorial fort courthouse resort casino zoo garden gardens",
    # Who governs, judges and guards.
    "police sheriff fire court government council commission committee board agency authority ministry parliament "
    "senate congress assembly legislature supreme federal department "
    "office bureau army navy force forces guard troops "
    "military militia administration embassy consulate treasury",
    # Firms, clubs and the press.
    "bank company co corp corporation inc llc ltd group holdings industries airlines airways railway railroad energy "
    "electric insurance union association league club society foundation "
    "team fc united rangers tigers lions eagles bulldogs "
    "times post news herald tribune journal gazette daily press star sun chronicle observer record magazine radio tv "
    "television party front movement alliance coalition",
    # Happenings and texts.
    "festival cup championship championships games conference "
    "summit treaty agreement accord protocol declaration award "
    "prize act bill law war battle revolution open marathon tournament bowl fair parade olympics convention",
    # People.
    "mr mrs ms dr sir president senator governor mayor minister secretary general colonel captain judge justice "
    "officer chief sgt lt rep sen gov prof king queen prince princess pope father rev bishop",
    # Directions.
    "north south east west northern southern eastern western northeast northwest southeast southwest northeastern "
    "northwestern southeastern southwestern central upper lower greater inner outer mid old new",
    # What stands before places.
    "in at near from to into toward towards outside across throughout around between through via within inside",
    # What stands before and after anything.
    "of the and or by for with on a an that which who is was were are has had said says as but than",
)
_GROUP_OF = {word: number for number, group in reversed(list(enumerate(_GROUPS, start=1))) for word in group.split()}


def cue(word: str) -> int:
    """Return the number of the group that ``word`` belongs to, ``NO_CUE`` for none."""
    return _GROUP_OF.get(word.casefold(), NO_CUE)
