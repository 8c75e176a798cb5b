"""Accidents, disasters and disease: what kind of event they are, and whose toll is whose."""

import datetime as dt

from geo.model import Article, Event, EventClass
from geo.pipeline import parse_article

PUBLISHED = dt.date(2026, 11, 19)  # a Thursday


def events_of(text: str) -> list[Event]:
    return list(parse_article(Article("accidents", text, published=PUBLISHED)).events)


def test_a_plane_that_crashes_is_no_weapon() -> None:
    (crash,) = events_of("A Blue Air jet crashed near Cluj, Romania, on Sunday, killing 61 people.")
    assert crash.event_class is EventClass.ACCIDENT
    assert crash.killed is not None
    assert crash.killed.low == 61


def test_a_leak_that_kills_is_no_attack() -> None:
    (leak,) = events_of("A gas leak at a bakery in Lyon killed one person and injured 12 on Monday.")
    assert leak.event_class is EventClass.ACCIDENT


def test_a_bus_that_slams_into_a_wall_accuses_nobody() -> None:
    assert not events_of("The bus slammed into a wall.")


def test_a_fire_that_is_fought_burns() -> None:
    (fire,) = events_of("Firefighters tackled a large blaze at a warehouse in Preston overnight.")
    assert fire.location is not None
    assert fire.location.place.name == "Preston"
    assert not events_of("The council wants to tackle fires.")


def test_what_a_ministry_confirms_is_the_event() -> None:
    (outbreak,) = events_of("Ghana confirmed an outbreak of Marburg virus in Kumasi on Thursday.")
    assert outbreak.event_class is EventClass.HEALTH


def test_what_killed_in_another_country_is_not_guessed() -> None:
    text = "A mudslide hit Nakuru, Kenya, on Sunday, killing two. At least 155 people were displaced in Burundi."
    elsewhere = events_of(text)[-1]
    assert elsewhere.headline == "Displacement in Burundi: at least 155 displaced"


def test_nobody_drowns_in_an_attack() -> None:
    text = "A soldier was stabbed to death by a man in Gdansk in May. On Thursday three migrants drowned off Sopot."
    assert events_of(text)[-1].event_class is EventClass.ACCIDENT


def test_a_car_that_hits_a_tree_is_a_crash_beside_a_fire_too() -> None:
    text = "A barn burnt down in Hereford on Friday. A man died after his car hit a tree near Leominster."
    assert events_of(text)[-1].headline.startswith("Crash")


def test_a_joint_statement_is_an_agreement() -> None:
    (signed,) = events_of("The two presidents signed a joint statement in Astana on Thursday.")
    assert signed.plover_event == "AGREE"
    assert signed.location is not None
    assert signed.location.place.name == "Astana"


def test_a_truck_that_hits_a_bus_and_kills_is_a_crash() -> None:
    (crash,) = events_of("A truck hit a bus near Choluteca, Honduras, on Monday, killing six people.")
    assert crash.headline == "Crash near Choluteca: 6 killed"


def test_a_tanker_with_a_driver_is_no_ship() -> None:
    (crash,) = events_of("A fuel tanker collided with a lorry in Kaduna on Monday, killing the driver.")
    assert crash.headline == "Crash in Kaduna: 1 killed"


def test_a_crash_elsewhere_is_not_the_crash_told_before() -> None:
    text = "A light plane crashed near Narromine on Monday. Two teenagers were hurt when a ute rolled at Wellington."
    assert not events_of(text)[-1].headline.startswith("Air")


def test_what_one_place_had_of_the_toll_does_not_take_the_storm_there() -> None:
    text = (
        "Typhoon Yagi killed at least 59 people in northern Vietnam on Monday. Rivers rose. Markets closed. In Quang"
        " Ninh, 1,500 people were injured."
    )
    (storm,) = events_of(text)
    assert storm.location is not None
    assert storm.location.place.name == "Vietnam"
    assert storm.killed is not None
    assert storm.killed.low == 59
