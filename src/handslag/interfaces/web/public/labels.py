"""What the values in a published version mean, in the reader's language.

The version keeps them as code, so that they are told alike long after they were written. Nothing
is asked of the subjects that they come from: the public side knows none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise as Words

ACTION: Mapping[str, Words] = {
    "approve": _("godkänt"),
    "reject": _("avslaget"),
    "note": _("till handlingarna"),
    "endorse": _("ställt sig bakom"),
    "appoint": _("utsett"),
    "assign": _("uppdrag"),
    "refer": _("hänskjutet"),
    "table": _("bordlagt"),
    "postpone": _("uppskjutet"),
    "other": _("annat beslut"),
}
"""What a clause does."""
OUTCOME: Mapping[str, Words] = {
    "decided": _("beslutat"),
    "noted": _("lagt till handlingarna"),
    "tabled": _("bordlagt"),
    "referred": _("hänskjutet"),
    "withdrawn": _("utgått"),
}
"""What became of an item, where anything did."""
VERDICT: Mapping[str, Words] = {
    "approved": _("godkänd"),
    "rejected": _("avslagen"),
    "tabled": _("bordlagd"),
    "referred": _("hänskjuten"),
    "none": _("inget beslut"),
}
"""What became of a point of a proposal."""
STANCE: Mapping[str, Words] = {
    "supports": _("ställer sig bakom"),
    "not-opposed": _("motsätter sig inte"),
    "opposes": _("motsätter sig"),
    "takes-no-part": _("deltar inte"),
    "cannot-decide-yet": _("kan inte ta ställning än"),
}
TRANSFER: Mapping[str, Words] = {
    "tabled": _("bordlagt till"),
    "referred": _("hänskjutet till"),
    "returned": _("återlämnat till"),
    "taken-back": pgettext_lazy("ärende", "återtaget"),
}
EFFECT: Mapping[str, Words] = {
    "internal": _("gäller det egna arbetet"),
    "recommendation": _("rekommenderar huvudmännen"),
    "binding": _("binder dem som antar det"),
}
"""What a decision means for others."""
SIDE: Mapping[str, Words] = {
    "municipalities": _("kommunerna"),
    "region": _("regionen"),
}
KIND: Mapping[str, Words] = {
    "decision": pgettext_lazy("en punkt", "beslut"),
    "discussion": _("diskussion"),
    "information": _("information"),
    "formal": _("mötesformalia"),
}
"""What sort of item it is."""
ABSENCE: Mapping[str, Words] = {
    "conflict": _("jäv"),
    "other": _("deltog inte i punkten"),
}
SIGNER: Mapping[str, Words] = {
    "chair": _("ordförande"),
    "secretary": _("sekreterare"),
    "checker": _("justerare"),
}
BODY: Mapping[str, Words] = {
    "managers-network": _("chefsnätverk"),
    "social-services-network": _("socialchefsnätverk"),
    "steering-group": _("styrgrupp"),
    "political-council": _("politiskt råd"),
    "joint-committee": _("gemensam nämnd"),
    "programme-area": _("programområde"),
    "working-group": _("arbetsgrupp"),
    "reference-group": _("referensgrupp"),
    "local-group": _("lokal samverkansgrupp"),
    "assembly": _("fullmäktige eller nämnd hos en huvudman"),
    "external": _("utomstående organ"),
    "other": _("annat organ"),
}
IN_LAW: Mapping[str, Words] = {
    "network": _(
        "Ett nätverk eller en grupp där företrädare för kommunerna och regionen möts. Den är "
        "ingen egen myndighet och kan inte besluta för dem: det som den kommer fram till blir "
        "bindande först när var och en har beslutat om det."
    ),
    "committee": _(
        "En nämnd eller styrelse hos en huvudman. Den är en myndighet, och dess protokoll justeras "
        "och anslås enligt kommunallagen."
    ),
    "joint-committee": _(
        "En gemensam nämnd som flera huvudmän har tillsammans. Den är en myndighet hos en av dem, "
        "värdkommunen eller värdregionen, och beslutar för alla inom det som de har gett den."
    ),
    "municipal-association": _(
        "Ett kommunalförbund: en egen juridisk person som medlemmarna har lämnat över uppgifter "
        "till. Det är en myndighet, och dess protokoll justeras och anslås enligt kommunallagen."
    ),
    "assembly": _(
        "Fullmäktige: den församling som väljarna har valt, och som beslutar i det som är av "
        "större vikt för kommunen eller regionen."
    ),
    "association": _(
        "En förening. Den är ingen myndighet, och dess handlingar är allmänna bara när lagen säger "
        "det eller när de finns hos en myndighet."
    ),
}
"""What a body is by its legal form (KL 2017:725, TF 2 kap.), in plain words."""
_ALL = {
    "action": ACTION,
    "outcome": OUTCOME,
    "verdict": VERDICT,
    "stance": STANCE,
    "transfer": TRANSFER,
    "effect": EFFECT,
    "side": SIDE,
    "kind": KIND,
    "absence": ABSENCE,
    "signer": SIGNER,
    "body": BODY,
    "law": IN_LAW,
}


def paper(kind: str, form: str) -> str:
    """What a publication of this kind is called; minutes have one of two forms."""
    if kind == "notice":
        return gettext("Kallelse")
    return gettext("Protokoll") if form == "signed" else gettext("Minnesanteckningar")


def the_paper(kind: str, form: str) -> str:
    """The same in the definite form: "Protokollet"."""
    if kind == "notice":
        return gettext("Kallelsen")
    return gettext("Protokollet") if form == "signed" else gettext("Minnesanteckningarna")


def label(value: str, of: str) -> str:
    """What `value` of the set named `of` is called; empty for one that says nothing."""
    return str(_ALL[of].get(value, ""))
