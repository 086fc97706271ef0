"""Words that sections of an item begin with, wherever on a line they stand."""

from __future__ import annotations

import re

from handslag.source.parsing.lexicon import DANGLING, UPPER

MARKER = re.compile(
    r"(?<!\S)(?P<mark>(?!(?:Enligt|I|Av|Efter|Genom|Med|På|Vid|Till|Mot|Inför)\s)"
    r"[A-ZÅÄÖ][\w-]*(?:\s[a-zåäö][\w-]*){0,3}[sS]\s(?:beslut|Beslut|BESLUT)"
    r"|(?:Beslut|BESLUT)(?:/\w+)?|Ställningstagande|Konklusion|[Ff]örslag\still\s(?:beslut|BESLUT)"
    r"|FÖRSLAG\sTILL\sBESLUT)(?P<colon>:?)(?=\s(?:att\b|Att\b|[A-ZÅÄÖ]|\d[.)]?\s|[-–•]))"
)
SECTIONS = re.compile(
    r"(?<!\S)(?:(?:Besluts|Informations|Anmälnings|Diskussions|Valä|Övriga\sä)ärenden"
    r"|[A-ZÅÄÖ]{5,}ÄRENDEN)(?!\S)"
)
"""Headings of sections between items."""


def hangs(line: str, begin: int, label: re.Match[str]) -> bool:
    """Whether the words before a label need it: 'enligt styrgruppens beslut att'."""
    before = line[max(begin, label.start() - 20) : label.start()].rstrip()
    return before.endswith(",") or before.rsplit(" ", 1)[-1].lower() in DANGLING


BODY_LABEL = re.compile(
    r"(?<!\S)(?P<label>Beslut(?:\sskickas\still|sunderlag)?|Förslag\still\sbeslut|Yrkanden?"
    r"|Ärendebeskrivning|Sammanfattning(?:\sav\särendet)?|Bakgrund|Beslutsgång|Reservation(?:er)?"
    r"|Propositionsordning|Proposition|Bilagor|Bilaga|Expedieras(?:\still)?|Protokollsutdrag"
    r"|Förvaltningens\sförslag|Föredragande|Underlag|Beslutet\sskickas\still|Skickas\still"
    r"|Vid\sprotokollet|Underskrifter|Justeras|Justerat|Justerare"
    r"|Förslag\still\sbeslut\spå\ssammanträdet|Jäv|Förslag\s(?:på|under)\s(?:dagens\s)?sammanträdet?"
    r"|Beslutsordning|Motivering|Skäl(?:en)?\sför\sbeslut(?:et)?|Ärendet|Ärendets\sbehandling"
    r"|Överläggning(?:ar)?|Diskussion|Inlägg|Sammanfattning|Handlingar"
    r"|Ärendet\si\skorthet|Beskrivning\sav\särendet|ÅTERREMISS|BORDLÄGGNING|YRKANDEN?|RESERVATION"
    r"|SAMMANFATTNING|ÄRENDEBESKRIVNING|BAKGRUND|BESLUTSGÅNG|BESLUTSUNDERLAG|UPPLYSNINGAR|JÄV"
    r"|MOTIVERING|AJOURNERING|Ajournering)(?P<colon>:?)"
    rf"(?=\s(?:[{UPPER}\d•–-]|att\s)|$)"
)
