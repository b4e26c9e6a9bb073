import math
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from kg.layout import layout

RING = [(f"n{i}", f"n{(i + 1) % 8}") for i in range(8)]
NODES = [f"n{i}" for i in range(8)]


def test_nothing_has_no_places() -> None:
    assert layout([], []) == {}


def test_one_node_lies_within_the_picture() -> None:
    ((x, y),) = layout(["a"], []).values()
    assert min(x, y) > 0


def test_the_order_of_nodes_and_edges_does_not_matter() -> None:
    turned = [(other, one) for one, other in reversed(RING)]
    assert layout(NODES, RING) == layout(reversed(NODES), turned)


def test_neighbours_lie_nearer_than_those_across() -> None:
    places = layout(NODES, RING)
    sides = [math.dist(places[one], places[other]) for one, other in RING]
    across = [math.dist(places[f"n{i}"], places[f"n{i + 4}"]) for i in range(4)]
    assert max(sides) < min(across)


def test_parts_that_nothing_joins_do_not_overlap() -> None:
    other = [(f"m{one}", f"m{two}") for one, two in RING]
    places = layout([*NODES, *(f"m{n}" for n in NODES)], [*RING, *other])
    ours, theirs = ([places[f"{p}{n}"] for n in NODES] for p in ("", "m"))
    apart = [
        max(p[axis] for p in one) < min(p[axis] for p in two)
        for axis in (0, 1)
        for one, two in ((ours, theirs), (theirs, ours))
    ]
    assert any(apart)


def test_the_leaves_of_a_star_keep_room_from_each_other() -> None:
    leaves = [f"leaf{i}" for i in range(40)]
    places = layout(["hub", *leaves], [("hub", leaf) for leaf in leaves])
    assert min(math.dist(places[a], places[b]) for a, b in combinations(places, 2)) > 30


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"))))
def test_any_graph_gets_a_finite_place_for_each_node(edges: list[tuple[str, str]]) -> None:
    places = layout("abcdefgh", edges)
    assert set(places) == set("abcdefgh")
    assert all(
        math.isfinite(x) and math.isfinite(y) and x > 0 and y > 0 for x, y in places.values()
    )
    assert len(set(places.values())) == 8
