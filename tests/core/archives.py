"""Archives (.zip) that Python's zipfile cannot unpack, though nothing is wrong with them."""

# Where the version that is needed, the flags and the packing stand, two bytes each, behind these signs.
HEADERS = ((b"PK\x03\x04", 4), (b"PK\x01\x02", 6))
STRANGE = {
    "packed as newer programs pack": (4, 93),
    "of a version to come": (0, 99),
    "with a password": (2, 0x01),
    "holding changes only": (2, 0x20),
    "with a strong password": (2, 0x40),
}


def made_strange(archive: bytes, how: str) -> bytes:
    """Return an archive with every entry so, by what its headers say."""
    offset, value = STRANGE[how]
    for sign, start in HEADERS:
        place = archive.find(sign)
        while place >= 0:
            at = place + start + offset
            archive = archive[:at] + value.to_bytes(2, "little") + archive[at + 2 :]
            place = archive.find(sign, place + 1)
    return archive
