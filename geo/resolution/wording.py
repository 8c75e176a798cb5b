"""What the wording of a report says of where it comes from, whatever places it names.

A sheriff, a school district and a grand jury are American, a taoiseach is Irish, a lakh is counted in South Asia, and
telephone numbers carry their state. So an article that names nothing but one "Dublin" may still tell which.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter

_INSTITUTIONS = {
    "US": "sheriff sheriffs sheriff’s sheriff's courthouse interstate freshman sophomore kindergarten medicaid "
    "medicare gop fbi walmart nfl ncaa touchdown quarterback republican republicans democrat democrats "
    "congressman congresswoman selectman selectmen alderman aldermen trooper troopers felony felonies "
    "misdemeanor arraigned indicted township thanksgiving homecoming statehouse caucus usda fema varsity "
    "zoning subdivision councilman councilwoman valedictorian cheerleaders softball vfw high_school "
    "middle_school elementary_school school_district school_board police_department fire_department "
    "county_commissioners county_commission county_jail district_attorney grand_jury state_police "
    "state_senator state_representative circuit_court homeland_security social_security zip_code "
    "city_commission public_schools fire_marshal highway_patrol baptist_church united_methodist "
    "american_legion circuit_judge county_judge county_sheriff",
    "GB": "nhs bbc tory tories labour councillor councillors pensioner motorway gcse a-levels solicitor magistrates "
    "lorry yobs holidaymakers crown_court county_council borough_council football_club detective_constable "
    "lib_dem liberal_democrat town_council",
    "IE": "garda gardaí gardai taoiseach dáil tánaiste fianna sinn tds county_council councillor councillors",
    "CA": "rcmp mpp mla councillor councillors cbc",
    "AU": "bushfire bushfires councillor councillors afl nrl magistrates",
    "NZ": "iwi kiwi kiwis kiwisaver councillor councillors district_council all_blacks",
    "IN": "crore crores lakh lakhs rupees bjp panchayat lok_sabha mla mlas chief_minister",
    "PK": "crore crores lakh lakhs rupees chief_minister frontier_corps",
    "NG": "naira efcc apc pdp state_governor",
    "ZA": "anc councillors saps",
    "KE": "shillings matatu matatus mca",
}
# The states of North American area codes (public numbering plan); codes without a place are left out.
_AREA_CODES = {
    "AL": "205 251 256 334 938", "AK": "907", "AZ": "480 520 602 623 928", "AR": "479 501 870",
    "CA": "209 213 310 323 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 747 760 805 818 831 858 "
    "909 916 925 949 951",
    "CO": "303 719 720 970", "CT": "203 475 860 959", "DE": "302", "DC": "202",
    "FL": "239 305 321 352 386 407 561 727 754 772 786 813 850 863 904 941 954",
    "GA": "229 404 470 478 678 706 762 770 912", "HI": "808", "ID": "208",
    "IL": "217 224 309 312 331 618 630 708 773 779 815 847 872", "IN": "219 260 317 463 574 765 812 930",
    "IA": "319 515 563 641 712", "KS": "316 620 785 913", "KY": "270 364 502 606 859", "LA": "225 318 337 504 985",
    "ME": "207", "MD": "240 301 410 443 667", "MA": "339 351 413 508 617 774 781 857 978",
    "MI": "231 248 269 313 517 586 616 734 810 906 947 989", "MN": "218 320 507 612 651 763 952",
    "MS": "228 601 662 769",
    "MO": "314 417 573 636 660 816", "MT": "406", "NE": "308 402 531", "NV": "702 725 775", "NH": "603",
    "NJ": "201 551 609 732 848 856 862 908 973", "NM": "505 575",
    "NY": "212 315 332 347 516 518 585 607 631 646 680 716 718 845 914 917 929 934",
    "NC": "252 336 704 743 828 910 919 980 984", "ND": "701", "OH": "216 220 234 330 380 419 440 513 567 614 740 937",
    "OK": "405 539 580 918", "OR": "458 503 541 971", "PA": "215 267 272 412 484 570 610 717 724 814 878", "RI": "401",
    "SC": "803 843 854 864", "SD": "605", "TN": "423 615 629 731 865 901 931",
    "TX": "210 214 254 281 325 346 361 409 430 432 469 512 682 713 726 737 806 817 830 832 903 915 936 940 956 972 979",
    "UT": "385 435 801", "VT": "802", "VA": "276 434 540 571 703 757 804",
    "WA": "206 253 360 425 509 564", "WV": "304 681", "WI": "262 414 534 608 715 920", "WY": "307",
}  # fmt: skip
_STATE_OF = {code: state for state, codes in _AREA_CODES.items() for code in codes.split()}
_TELEPHONE = re.compile(r"(?<![\d-])\(?(\d{3})(?:\)\s?|-|\.)\d{3}[-.]\d{4}(?!\d)")
# "2517 Oak St.", "I-95", "Jo Doe, 44, of": addresses, roads and people as American papers write them.
_AMERICAN = (
    re.compile(r"\b\d{2,5}\s(?:[NSEW]\.?\s)?[A-Z][a-z]+\s(?:St|Ave|Rd|Dr|Blvd|Ln|Hwy|Pkwy)\b"),
    re.compile(r"\b(?:I-|US-|U\.S\.\s|Highway\s|Interstate\s)\d{1,3}\b"),
    re.compile(r"\w,\s\d\d,\sof\s[A-Z]"),
    re.compile(r"\b[ap]\.m\.\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"),
)
_DOMAIN = re.compile(r"\w\.(?:(?:co|org|ac|gov|com|net)\.)?(uk|ie|au|nz|ca|za|pk|ng|ke)\b")

# Very long texts: the beginning tells enough.
_MOST_READ = 100_000
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def _countries() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for country, words in _INSTITUTIONS.items():
        for word in words.split():
            table[word.replace("_", " ")] = (*table.get(word.replace("_", " "), ()), country)
    return table


_COUNTRIES = _countries()


def words_of(country: str) -> list[str]:
    """Return the words and phrases that news of a country uses."""
    return [word.replace("_", " ") for word in _INSTITUTIONS[country].split()]


def area_codes(state: str) -> list[str]:
    """Return the area codes of a US state."""
    return _AREA_CODES.get(state, "").split()


def institutions(text: str) -> Counter[str]:
    """Count for each country the words, money and addresses of the text that news of that country uses.

    Each word counts once, however often it is used.
    """
    counts: Counter[str] = Counter()
    for phrase in _phrases(text) & _COUNTRIES.keys():
        counts.update(_COUNTRIES[phrase])
    counts.update("GB" if found == "uk" else found.upper() for found in set(_DOMAIN.findall(text[:_MOST_READ])))
    if "£" in text:
        counts["GB"] += 1
    counts["US"] += sum(pattern.search(text, 0, _MOST_READ) is not None for pattern in _AMERICAN)
    return +counts


def states_called(text: str) -> list[str]:
    """Return the US states of the telephone numbers in the text, by their letters."""
    return [_STATE_OF[code] for code in _TELEPHONE.findall(text[:_MOST_READ]) if code in _STATE_OF]


def _phrases(text: str) -> set[str]:
    words = _WORD.findall(text[:_MOST_READ].lower())
    return {*words, *map(" ".join, itertools.pairwise(words))}
