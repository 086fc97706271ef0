from __future__ import annotations

import pytest

from handslag.source.parsing.actions import action_of
from handslag.source.parsing.details import points_of, scope_of
from handslag.source.record import Action


@pytest.mark.parametrize(
    ("clause", "action"),
    [
        ("att godkänna dagordningen", Action.APPROVE),
        ("att fastställa taxan", Action.APPROVE),
        ("Samverkansnämnden beslutar enligt förslag", Action.APPROVE),
        ("att inte godkänna förslaget p. 3", Action.REJECT),
        ("inte att höja avgiften", Action.REJECT),
        ("Nämnden godkänner ej avtalet", Action.REJECT),
        ("att avslå motionen", Action.REJECT),
        ("att godkänna informationen och lägga den till handlingarna", Action.NOTE),
        ("Informationen noteras", Action.NOTE),
        ("att ställa sig bakom planen", Action.ENDORSE),
        ("att tillstyrka förslaget", Action.ENDORSE),
        ("att utse Eva Ek som kontaktperson", Action.APPOINT),
        ("Till justerare valdes Eva Ek", Action.APPOINT),
        ("att ge kansliet i uppdrag att utse en projektledare", Action.ASSIGN),
        ("att uppdra åt förvaltningen att ta fram ett förslag", Action.ASSIGN),
        ("att Styrgruppen ska ta fram ett underlag", Action.ASSIGN),
        ("att Eva Ek samlar in svaren", Action.ASSIGN),
        ("att hänskjuta frågan till rådet", Action.REFER),
        ("Ärendet återremitteras till förvaltningen", Action.REFER),
        ("att bordlägga ärendet", Action.TABLE),
        ("att avvakta med att bilda en grupp", Action.POSTPONE),
        ("att fortsatt nomineringsprocess ska ske", Action.OTHER),
        ("att riktlinjerna ska gälla från den 1 juni", Action.OTHER),
    ],
)
def test_the_main_verb_gives_the_action(clause, action):
    assert action_of(clause) is action


@pytest.mark.parametrize(
    ("clause", "points"),
    [
        ("att godkänna förslaget p.1-3", (1, 2, 3)),
        ("att inte godkänna förslaget p. 3. avseende kommunerna", (3,)),
        ("att bifalla punkterna 1, 2 och 5", (1, 2, 5)),
        ("att bifalla punkt 1 till 3", (1, 2, 3)),
        ("att godkänna förslaget", ()),
    ],
)
def test_points_of_a_proposal(clause, points):
    assert points_of(clause) == points


@pytest.mark.parametrize(
    ("clause", "by", "scope"),
    [
        ("att inte godkänna punkt 3 avseende kommunernas representanter", None, "kommunerna"),
        ("att fortsätta processen", "kommunerna i nätverket", "kommunerna"),
        ("att tillstyrka planen för regionens del", None, "regionen"),
        ("att starta en yrkesutbildning i länets kommuner", None, None),
        ("att avvakta eftersom kommunerna önskar ett omtag", None, None),
    ],
)
def test_the_side_a_clause_is_limited_to(clause, by, scope):
    assert scope_of(clause, by) == scope
