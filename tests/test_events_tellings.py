"""What belongs to one event and what to another, told before it, beside it or only in general."""

import datetime as dt

import pytest

from geo.model import Article, Event, EventClass, Layer
from geo.pipeline import parse_article

PUBLISHED = dt.date(2026, 11, 19)  # a Thursday


def events_of(text: str) -> list[Event]:
    return list(parse_article(Article("tellings", text, published=PUBLISHED)).events)


def test_what_happened_in_another_year_is_not_this_shooting() -> None:
    text = (
        "A man opened fire at a high school in Springfield, Ohio, on Thursday, killing two students.\n\n"
        "The shooting was the deadliest at a school since 2022, when 21 people were killed in Uvalde, Texas."
    )
    here, then = events_of(text)
    assert here.killed is not None
    assert here.killed.low == 2
    assert then.layer is Layer.BACKGROUND
    assert then.date is not None
    assert then.date.start.year == 2022
    assert then.killed is not None
    assert then.killed.low == 21
    assert here.headline == "Attack in Springfield: 2 killed"


def test_what_another_nation_did_before_is_another_event() -> None:
    text = "Ukrainian drones hit an oil depot in Engels overnight, hours after Russia launched 70 missiles at Kharkiv."
    hit, launched = events_of(text)
    assert [actor.name for actor in hit.actors] == ["Ukraine"]
    assert launched.headline.startswith("Russia launched 70 missiles")


def test_what_there_always_is_is_no_event() -> None:
    assert not events_of("Officials met in Cebu. Ferry accidents are common in the Philippines.")[1:]


@pytest.mark.parametrize("noun", ["a truce proposed by Norway", "a planned march in Oslo", "the proposed ceasefire"])
def test_what_is_only_proposed_has_not_happened(noun: str) -> None:
    events = events_of(f"Reporters in Oslo asked about {noun}.")
    assert not [event for event in events if event.layer is not Layer.STATEMENT]


def test_a_news_conference_is_no_meeting() -> None:
    events = events_of("The gunman had moved to Ohio last year, the police chief told a news conference.")
    assert not [event for event in events if event.event_class is EventClass.DIPLOMACY]


def test_a_day_told_in_the_present_lies_ahead() -> None:
    text = "Ministers signed a treaty in Lyon on Tuesday.\n\nThe president flies to Beijing on Sunday for a visit."
    assert [event.date.start for event in events_of(text) if event.date] == [dt.date(2026, 11, 17)]


def test_the_toll_of_an_outbreak_is_what_it_came_to() -> None:
    text = (
        "Cholera has killed 48 people in Sudan's White Nile state since the start of October, the ministry said on"
        " Thursday, as cases rose to 1,950 from 1,200 a week earlier."
    )
    (outbreak,) = [event for event in events_of(text) if event.event_class is EventClass.HEALTH]
    assert outbreak.killed is not None
    assert outbreak.killed.low == 48
    assert [(count.what, count.low) for count in outbreak.counts] == [("cases", 1950)]


def test_those_whom_fighting_displaced_are_not_of_the_outbreak() -> None:
    text = "The cholera outbreak follows weeks of fighting around El Obeid, which has displaced 40,000 people."
    displaced = {event.event_class: [count.low for count in event.counts] for event in events_of(text)}
    assert displaced[EventClass.VIOLENCE] == [40_000]


def test_the_first_of_two_objects_is_counted() -> None:
    text = (
        "In 1987 the Santa Ana sank off Samar after it hit a tanker, killing 4,300 people, the world's worst disaster."
    )
    (sunk,) = events_of(text)
    assert sunk.event_class is EventClass.ACCIDENT
    assert sunk.killed is not None
    assert sunk.killed.low == 4300


def test_where_a_witness_lives_is_no_place_of_the_event() -> None:
    text = "Gunmen stormed a village in Zamfara and shot nine farmers, said Sani Musa, a resident of Maru."
    places = {event.location.place.name for event in events_of(text) if event.location}
    assert places == {"Zamfara"}


def test_what_a_nation_does_is_not_where_it_does_it() -> None:
    events = events_of("Israeli air strikes killed at least 23 people across the Gaza Strip on Tuesday, medics said.")
    assert {event.location.place.name for event in events if event.location} == {"Gaza Strip"}


def test_where_the_injured_were_taken_and_where_bodies_lay() -> None:
    text = (
        "Gunmen burst into a bar in Apaseo el Alto in the state of Guanajuato late on Saturday and shot ten people"
        " dead. Seven people were injured; three of them are in a hospital in Celaya. Hours later the bodies of four"
        " men were found by the roadside near Salamanca."
    )
    shot, found = events_of(text)
    assert shot.location is not None
    assert shot.location.place.name == "Apaseo el Alto"
    assert shot.killed is not None
    assert shot.killed.low == 10
    assert shot.injured is not None
    assert shot.injured.low == 7
    assert found.location is not None
    assert found.location.place.name == "Salamanca"
    assert found.killed is not None
    assert found.killed.low == 4


def test_a_sum_of_a_war_is_no_attack_of_the_day() -> None:
    text = (
        "Air strikes hit Khan Younis on Tuesday, killing 23 people.\n\nMore than 50,000 people have been killed in Gaza"
        " since October 2023, according to the health ministry there. The war would go on until all hostages were free,"
        " the premier said."
    )
    strike, war = events_of(text)
    assert strike.killed is not None
    assert strike.killed.low == 23
    assert war.layer is Layer.BACKGROUND
    assert war.killed is not None
    assert war.killed.low == 50_001


def test_hostages_make_an_event_where_they_are_taken() -> None:
    (taken,) = events_of("Gunmen took 30 hostages at a bank in Turin on Monday.")
    assert taken.sub_event_type == "Abduction/forced disappearance"


def test_a_distance_from_the_port_of_another_nation() -> None:
    (quake,) = events_of("A quake struck 40 kilometres southwest of the Chilean port of Valparaiso early on Thursday.")
    assert quake.location is not None
    assert quake.location.relation == "40 kilometres southwest of the Chilean port of"
    assert quake.location.place.name == "Valparaíso"
    assert quake.location.longitude < quake.location.place.longitude


def test_the_western_city_is_the_city() -> None:
    (attack,) = events_of("Three people died in a knife attack in the western city of Solingen on Friday.")
    assert attack.location is not None
    assert attack.location.relation is None


def test_two_tellings_of_one_crash() -> None:
    text = (
        "A passenger train and a goods train collided head-on in India's West Bengal state on Monday, killing 15"
        " people. Three carriages of the express derailed near Rangapani station, 30 km from Siliguri."
    )
    (crash,) = events_of(text)
    assert crash.location is not None
    assert crash.location.place.name == "Siliguri"


def test_who_seizes_power_and_what_the_army_says_it_struck() -> None:
    coup = events_of("Soldiers in Guinea-Bissau seized power on Monday.")
    assert [event.trigger.text for event in coup] == ["seized power"]
    struck = events_of("The Israeli military said it had struck a Hamas command centre in Deir al-Balah.")
    assert [event.trigger.text for event in struck if event.layer is Layer.INCIDENT] == ["struck"]


def test_a_sum_of_the_year_is_not_the_toll_of_a_boat() -> None:
    text = (
        "A boat sank off the coast of Libya on Sunday and 61 people are believed to have drowned. More than 2,250"
        " people have died this year on the route."
    )
    (sunk,) = [event for event in events_of(text) if event.layer is Layer.INCIDENT]
    assert sunk.killed is not None
    assert sunk.killed.low == 61
    assert not sunk.counts


def test_where_coal_is_dug_no_weapon_explodes() -> None:
    text = (
        "A methane explosion at a coal mine in northern Kazakhstan killed 21 miners on Saturday. The blast happened at"
        " 3 am at the Kostenko mine near Karaganda."
    )
    (blast,) = events_of(text)
    assert blast.event_class is EventClass.ACCIDENT
    assert blast.killed is not None
    assert blast.killed.low == 21


def test_the_toll_of_a_storm_that_has_a_name() -> None:
    (storm,) = events_of("The death toll from Typhoon Kalmaegi rose to 188 on Thursday in Cebu.")
    assert storm.headline == "Typhoon in Cebu: 188 killed"
    assert storm.event_class is EventClass.DISASTER


def test_states_bomb_from_the_air() -> None:
    (bombed,) = events_of("Myanmar's military bombed a village school in Sagaing on Monday, killing 13 people.")
    assert bombed.sub_event_type == "Air/drone strike"


def test_what_witnesses_report_is_an_event_of_its_own() -> None:
    text = "The army shelled Babanusa, killing nine. Witnesses reported artillery fire in Omdurman."
    assert [event.location.place.name for event in events_of(text) if event.location] == ["Babanūsah", "Omdurman"]


@pytest.mark.parametrize(
    "text",
    ["A gas pipeline exploded in Port Harcourt on Monday.", "A blast at a chemical plant in Leverkusen hurt two."],
)
def test_pipelines_and_plants_are_no_chemical_weapons(text: str) -> None:
    (blast,) = events_of(text)
    assert blast.event_class is EventClass.ACCIDENT


def test_nerve_gas_is_one() -> None:
    (attack,) = events_of("Syrian troops attacked Saraqib with nerve gas on Monday.")
    assert attack.sub_event_type == "Chemical weapon"


def test_clashes_over_years_are_a_sum() -> None:
    (clashes,) = events_of("More than 250 people have been killed in ethnic clashes in Manipur since May 2023.")
    assert clashes.layer is Layer.BACKGROUND
    assert clashes.date is None


def test_where_another_event_happened_is_not_where_this_did() -> None:
    text = (
        "Gunmen on motorbikes attacked two villages in Nigeria's Zamfara state on Sunday, killing 14 farmers and"
        " abducting dozens of women, residents said on Monday.\n\nThe attackers stormed Dan Gulbi and Bini at 5 pm and"
        " shot sporadically. The army said troops later killed 22 bandits in a forest near Gusau."
    )
    attack, clash = events_of(text)
    assert attack.location is not None
    assert attack.location.place.name == "Zamfara"
    assert clash.location is not None
    assert clash.location.place.name == "Gusau"


def test_firefighters_fight_no_battle() -> None:
    text = (
        "Firefighters in Los Angeles battled three fires on Tuesday that have destroyed more than 1,000 homes. At least"
        " five people have died in the fire near Altadena."
    )
    assert {event.event_class for event in events_of(text)} == {EventClass.ACCIDENT}


def test_each_deed_has_the_day_that_stands_with_it() -> None:
    text = (
        "Iran launched 180 missiles at Israel on Tuesday night in retaliation for the killing of Hassan Nasrallah in"
        " Beirut last week."
    )
    launched, killing = events_of(text)
    assert launched.date is not None
    assert launched.date.start == dt.date(2026, 11, 17)
    assert killing.date is not None
    assert killing.date.start == dt.date(2026, 11, 9)
    assert killing.location is not None
    assert killing.location.span.text == "Beirut"


def test_what_another_side_did_is_another_event() -> None:
    text = (
        "The Israeli military said it had killed a commander in a strike on Tuesday. "
        "Hezbollah fired rockets at the Israeli town of Safed; no one was hurt."
    )
    strike, rockets = [event for event in events_of(text) if event.layer is Layer.INCIDENT]
    assert strike.killed is not None
    assert rockets.killed is None
    assert rockets.location is not None
    assert rockets.location.place.name == "Safed"


def test_a_deed_of_another_year_gives_what_is_told_before_neither_its_place_nor_its_dead() -> None:
    text = (
        "Two women were abducted in Rosario, Argentina, on Monday.\n\nIn Chile, a former officer was jailed on Tuesday "
        "over the killing of singer Pablo Ruiz in Santiago in 1973."
    )
    abduction, *_, killing = events_of(text)
    assert abduction.killed is None
    assert abduction.location is not None
    assert abduction.location.place.name == "Rosario"
    assert killing.layer is Layer.BACKGROUND
    assert killing.date is not None
    assert killing.date.start.year == 1973
    assert killing.headline == "Killing in Santiago: 1 killed"


def test_history_without_a_place_did_not_happen_where_the_news_did() -> None:
    text = (
        "Police arrested six people in a raid in Conocoto, Ecuador, on Tuesday.\n\n"
        "In July, the mayor of Manta was killed by gunmen."
    )
    then = next(event for event in events_of(text) if event.layer is Layer.BACKGROUND)
    assert then.location is None or then.location.place.name != "Conocoto"


def test_a_village_that_no_gazetteer_knows_is_not_the_town_named_before() -> None:
    text = (
        "Nine people died when rockets hit a market in Saravan, Iran, on Wednesday. "
        "A drone strike on Tuesday killed two shepherds in the village of Koh-e-Qwxyz."
    )
    strike = next(event for event in events_of(text) if "strike" in event.trigger.text)
    assert strike.location is None or strike.location.place.name != "Sarāvān"


def test_embassies_lie_where_they_are_stormed_not_in_the_countries_that_own_them() -> None:
    text = "In Kinshasa, protesters attacked the embassies of Rwanda, France and Belgium on Tuesday."
    assert {event.location.place.name for event in events_of(text) if event.location} == {"Kinshasa"}


def test_a_rally_where_somebody_is_shot_is_an_attack() -> None:
    text = "The candidate was shot dead on Wednesday as he left a campaign rally in Quito."
    (event,) = events_of(text)
    assert event.event_class in (EventClass.VIOLENCE, EventClass.CRIME)
    assert event.killed is not None
    assert event.killed.low == 1


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Pirates seized a bulk carrier off Mogadishu on Tuesday.", "Abduction/forced disappearance"),
        ("Two ballistic missiles slammed into the centre of Sumy on Tuesday.", "Shelling/artillery/missile attack"),
        ("Israel bombed the port of Hodeidah on Tuesday.", "Air/drone strike"),
        ("A series of attacks hit Cali on Tuesday, leaving seven people dead.", "Attack"),
    ],
)
def test_ships_seized_bombs_of_states_and_attacks_in_a_row_are_told(text: str, type_: str) -> None:
    assert [event.sub_event_type for event in events_of(text)] == [type_]


def test_who_seizes_drugs_abducts_nobody() -> None:
    events = events_of(
        "Police seized two boats in Veracruz on Tuesday. Customs officers seized a ship's papers in Lagos."
    )
    assert "Abduction/forced disappearance" not in {event.sub_event_type for event in events}


def test_who_is_shot_dead_is_counted_not_whom_he_wanted_to_stop() -> None:
    text = "A teacher was shot dead in Kaduna on Tuesday as he tried to stop the kidnappers, police said."
    (event,) = events_of(text)
    assert event.killed is not None
    assert (event.killed.low, event.killed.high) == (1, 1)


def test_a_head_of_government_who_flees_is_not_displaced() -> None:
    events = events_of("The prime minister fled the country on Tuesday as protesters stormed her residence in Dhaka.")
    assert not [count for event in events for count in event.counts if count.what == "displaced"]


def test_the_day_of_a_report_does_not_part_the_dead_from_their_attack() -> None:
    text = (
        "Gunmen of al Shabaab stormed a hotel in Mogadishu late on Tuesday. "
        "Three soldiers died before security forces killed all five attackers, police said on Wednesday."
    )
    (event,) = events_of(text)
    assert event.killed is not None
    assert event.killed.low == 3
    assert event.date is not None
    assert event.date.start == dt.date(2026, 11, 17)


def test_days_and_weeks_earlier_are_counted_from_the_day_named_before() -> None:
    text = (
        "Gunmen shot dead a judge in Lima, Peru, on Tuesday.\n\n"
        "A week earlier, a policeman was shot dead in Cusco by gunmen."
    )
    earlier = events_of(text)[-1]
    assert earlier.date is not None
    assert earlier.date.start == dt.date(2026, 11, 10)


def test_the_country_of_an_article_takes_no_words_about_a_town() -> None:
    text = (
        "LIMA, Peru (AP) - Officials met in northern Cusco. Peru is calm.\n\nPeruvian papers wrote of it. "
        "Gunmen killed nine people, the army said."
    )
    for event in events_of(text):
        if event.location is not None and event.location.place.name == "Peru":
            assert event.location.relation is None
            assert "Cusco" not in event.headline


def test_a_dateline_with_the_full_name_of_a_country_is_no_part_of_the_sentence() -> None:
    text = "GOMA, Democratic Republic of Congo - At least 17 people were killed and 370 wounded in clashes on Monday."
    (event,) = events_of(text)
    assert event.killed is not None
    assert event.killed.low == 17


def test_a_meeting_that_is_struck_is_no_diplomacy() -> None:
    events = events_of("The army said it had struck a meeting of rebel commanders in Taiz, Yemen, on Tuesday.")
    assert [event.event_class for event in events] == [EventClass.VIOLENCE]


def test_where_some_of_the_dead_were_is_not_where_all_were() -> None:
    text = "Air strikes killed 105 people across the Gaza Strip on Sunday, including 32 near Khan Younis, medics said."
    (strike,) = events_of(text)
    assert strike.location is not None
    assert strike.location.place.name == "Gaza Strip"
    assert strike.killed is not None
    assert strike.killed.low == 105
