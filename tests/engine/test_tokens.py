"""Tokens of indices: what they are, where they point, how far apart they are."""

import pytest

from derive.engine.tokens import difference, is_concrete, is_settled, move_place, place_of, taken_apart


@pytest.mark.parametrize(
    ("token", "concrete", "settled"),
    [
        ("2", True, True),
        ("-1", True, True),
        ("i", False, True),
        ("#n", False, True),
        ("#1*n;-1", False, True),
        ("{0:1..n", False, False),
        ("|00:1..n", False, False),
        ("~1.0", False, False),
    ],
)
def test_first_character_tells_what_a_token_is(token, concrete, settled):
    assert is_concrete(token) is concrete
    assert is_settled(token) is settled


APART = {
    "7": ((), 7),
    "-2": ((), -2),
    "i": ((("i", 1),), 0),
    "#n": ((("#n", 1),), 0),
    "#1*n;-1": ((("#n", 1),), -1),
    "#2*m;-1*n;3": ((("#m", 2), ("#n", -1)), 3),
    "{0:1*n;2": ((("{0:1*n;2", 1),), 0),
}


@pytest.mark.parametrize("token", APART)
def test_token_is_coefficients_and_a_constant(token):
    assert taken_apart(token) == APART[token]


@pytest.mark.parametrize("token", [token for token in APART if token[0] != "{"])
def test_position_is_told_by_one_token_only(token):
    parts, const = APART[token]
    assert place_of(dict(parts), const) == token


PLACES = {
    "an index that cancels": ({"i": 0, "j": 1}, 0, "j"),
    "all indices cancel": ({"i": 0}, 4, "4"),
    "a size that cancels": ({"#n": 0, "i": 1}, 1, ((("i", 1),), 1)),
    "an index and a constant": ({"i": 1}, 1, ((("i", 1),), 1)),
    "a multiple": ({"i": 2}, 0, ((("i", 2),), 0)),
    "an index twice taken away": ({"i": -1}, 0, ((("i", -1),), 0)),
    "two indices": ({"j": 1, "i": 1}, 0, ((("i", 1), ("j", 1)), 0)),
    "an index and a size": ({"i": 1, "#n": -1}, 0, ((("#n", -1), ("i", 1)), 0)),
    "two sizes": ({"#n": 1, "#m": 1}, 0, "#1*m;1*n;0"),
    "a multiple of a size": ({"#n": 2}, 0, "#2*n;0"),
}


@pytest.mark.parametrize("name", PLACES)
def test_position_has_one_form(name):
    total, const, place = PLACES[name]
    assert place_of(total, const) == place


@pytest.mark.parametrize(
    ("place", "image", "moved"),
    [
        ("i", {"i": "j"}, "j"),
        ("i", {"j": "k"}, "i"),
        (((("i", 1),), 1), {"i": "2"}, "3"),
        (((("i", 2),), 1), {"i": "#1*n;-1"}, "#2*n;-1"),
        (((("i", 1), ("j", -1)), 0), {"i": "j"}, "0"),
        (((("i", 1), ("j", -1)), 0), {"k": "j"}, ((("i", 1), ("j", -1)), 0)),
    ],
)
def test_tokens_in_a_position_are_replaced(place, image, moved):
    assert move_place(place, image) == moved


@pytest.mark.parametrize(
    ("left", "right", "gap"),
    [("5", "2", 3), ("#1*n;-1", "#n", -1), ("i", "i", 0), ("i", "j", None), ("#n", "2", None), ("#n", "#m", None)],
)
def test_distance_is_told_where_it_is_one_number(left, right, gap):
    assert difference(left, right) == gap
