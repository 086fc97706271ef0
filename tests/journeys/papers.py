"""Papers of a county that does not exist, for the journeys through it."""

NOTICE = """\
Kallelse till Samverkansnätverket i Sjömark

Datum: 14 mars 2031
Tid: kl. 09.00-11.30
Plats: Hamnhuset, Strandby


1. Mötets öppnande


2. Hjälpmedel i hemmet, Bilaga 1

Föredragande: Örjan Lind, utredare, Strandby kommun

Förslag till beslut
att godkänna rapporten om hjälpmedel.


3. Övriga frågor
"""

MINUTES = """\
Minnesanteckningar från Samverkansnätverket i Sjömark

Möte 14 mars 2031 kl. 09.00-12.00

Plats: Rådhuset, Strandby

Närvarande: Vera Ask (Strandby kommun), Örjan Lind (Strandby kommun), Moa Berg (Region Sjömark)


1. Mötets öppnande

Ordföranden öppnar mötet.


2. Hjälpmedel i hemmet, Bilaga 1

Föredragande: Örjan Lind, utredare, Strandby kommun

Örjan Lind går igenom rapporten. Kostnaden är 480 tkr per år.

Samverkansnätverket beslutar
att godkänna rapporten om hjälpmedel.
att ge Örjan Lind i uppdrag att återkomma den 9 maj 2031.


3. Övriga frågor

Inget togs upp.
"""

WITHOUT_A_DAY = """\
Minnesanteckningar från Samverkansnätverket i Sjömark

1. Mötets öppnande

2. Läkarstöd på boenden

Samverkansnätverket beslutar
att bordlägga frågan.
"""
