"""Fleiss' kappa, Scott's pi and Bennett's S: the same observed agreement, three ideas of chance.

Sources: Fleiss (1971), Measuring nominal scale agreement among many raters, Psychological Bulletin 76; Scott (1955),
Reliability of content analysis, Public Opinion Quarterly 19; Bennett, Alpert and Goldstein (1954), the same journal 18.
Missing values as in Gwet's Handbook (4th ed., 2014): observed agreement is the mean of the units with two values or
more, the shares of the categories are means of all units with a value. Scott's pi wants two annotators and leaves out
what only one has coded. Bennett's S needs the number of categories: those of `order`, or else those that occur.
Undefined: `no data`, `one annotator`, `no unit has two values`, `one value only`; Scott: `not two annotators`.
Negative values are kept. `n` is the number of units with two values or more.

The published example (Fleiss 1971, 30 patients with six diagnoses each: .430), and Artstein and Poesio's (2008,
p. 568: pi .799, S .82):

>>> one = "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555"
>>> two = "144444 124444 222333 144444 224445 333335 111455 111112 224444 133555"
>>> three = "555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
>>> patients = f"{one} {two} {three}".split()
>>> round(FLEISS.measure(Coding(list(zip(*patients)))).value, 3)
0.43
>>> first = ["STAT"] * 46 + ["IReq"] * 44 + ["Chck"] * 10
>>> second = ["STAT"] * 52 + ["IReq"] * 32 + ["Chck"] * 16
>>> [round(each.measure(Coding([first, second])).value, 4) for each in (SCOTT, BENNETT)]
[0.7995, 0.82]
"""

from __future__ import annotations

from collections.abc import Hashable

from annotator.agreement.measures.coding import NO_PAIR, NOT_TWO, ONE_VALUE, Named, rows, silence, strangers
from annotator.agreement.measures.shares import Shares, shares, shares_of
from annotator.core.compare.measure import Coding, Score


def fleiss_from(parts: Shares) -> Score:
    """Chance: two values drawn by the categories' shares over all annotators."""
    n = int(parts.paired)
    if not n:
        return Score(None, NO_PAIR)
    if len(parts.values) < 2:
        return Score(None, ONE_VALUE, n)
    chance = sum((share / parts.units) ** 2 for share in parts.values.values())
    return Score(1 - parts.disagreement / (1 - chance), "", n)


def bennett_from(parts: Shares, order: tuple[Hashable, ...] = ()) -> Score:
    """Chance: every category is as likely as any other."""
    n = int(parts.paired)
    if not n:
        return Score(None, NO_PAIR)
    if outside := strangers(parts.values, order):
        return Score(None, outside, n)
    categories = len(order or parts.values)
    if categories < 2:
        return Score(None, ONE_VALUE, n)
    return Score(1 - parts.disagreement / (1 - 1 / categories), "", n)


def fleiss(coding: Coding) -> Score:
    """Fleiss' kappa of any number of annotators."""
    return Score(None, why) if (why := silence(coding)) else fleiss_from(shares(coding))


def scott(coding: Coding) -> Score:
    """Scott's pi: Fleiss' kappa of the units that both of two annotators have coded."""
    if why := silence(coding) or ("" if len(coding.ratings) == 2 else NOT_TWO):
        return Score(None, why)
    return fleiss_from(shares_of({row: n for row, n in rows(coding).items() if None not in row}))


def bennett(coding: Coding) -> Score:
    """Bennett's S of any number of annotators (Randolph's free-marginal kappa)."""
    return Score(None, why) if (why := silence(coding)) else bennett_from(shares(coding), coding.order)


FLEISS = Named("fleiss", "Fleiss' kappa of many annotators", "Fleiss (1971), Psychological Bulletin 76", fleiss)
SCOTT = Named("scott", "Scott's pi of two annotators", "Scott (1955), Public Opinion Quarterly 19", scott)
BENNETT = Named(
    "bennett",
    "Bennett's S: all categories are equally likely by chance",
    "Bennett, Alpert and Goldstein (1954), Public Opinion Quarterly 18",
    bennett,
)
