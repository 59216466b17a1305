"""Names that stand in for names: an adjective and a bird."""

from collections.abc import Collection
from itertools import count as count_from
from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# A student is called this for a year. So no colour or build that is also said of people, and no
# bird that is also a name to call somebody.
ADJECTIVES = _words(
    """
    Amber Autumn Azure Blue Bold Brave Bright Bronze Calm Clever Copper Coral Crimson Curious Dawn Dusk
    Eager Fleet Forest Frosty Gentle Glad Gold Green Grey Happy Honest Indigo Jade Keen Kind Lively Lucky
    Lunar Maple Marsh Meadow Merry Misty Noble Olive Patient Pearl Proud Quick Quiet Red River Scarlet Sea
    Silver Sky Snow Solar Spring Steady Still Summer Sunny Swift Teal Tidal True Violet Warm Wild Winter
    Wise
    """
)
BIRDS = _words(
    """
    Avocet Bittern Bunting Condor Crane Crossbill Curlew Dipper Dove Dunlin Eagle Egret Eider Falcon Finch
    Flamingo Goldcrest Grebe Harrier Hawk Heron Hoopoe Ibis Jay Kestrel Kingfisher Kite Lapwing Lark
    Linnet Martin Merlin Nightjar Oriole Osprey Owl Pelican Petrel Pipit Plover Puffin Quail Raven
    Redstart Robin Sandpiper Siskin Skylark Sparrow Starling Stork Swan Swift Teal Tern Thrush Turnstone
    Wagtail Warbler Waxwing Whimbrel Wigeon Wren
    """
)


def new_pseudonyms(count: int, taken: Collection[str], rng: Random) -> list[str]:
    """Return so many new names, unlike each other and those taken (folded); no two share a bird if it can be.

    Past all combinations a figure is added: "Blue Heron 2".
    """
    used = set(taken)
    names: list[str] = []
    birds = rng.sample(BIRDS, len(BIRDS))
    for turn in count_from(0):
        if len(names) == count:
            break
        bird = birds[turn % len(birds)]
        lap = turn // (len(birds) * len(ADJECTIVES)) + 1
        for adjective in rng.sample(ADJECTIVES, len(ADJECTIVES)):
            name = f"{adjective} {bird}" + (f" {lap}" if lap > 1 else "")
            if adjective != bird and name.casefold() not in used:
                used.add(name.casefold())
                names.append(name)
                break
    return names
