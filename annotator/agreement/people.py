"""Each annotator beside the others: how much they find, where their claims begin and end, which values they prefer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence

from annotator.agreement.fields import in_order, pair_alphas, written
from annotator.agreement.measures import boundary, pairwise
from annotator.agreement.measures.boundary import Offsets
from annotator.agreement.measures.coding import Rows
from annotator.agreement.measures.pairwise import Pairing, precision_from, recall_from
from annotator.agreement.pooling import boundaries
from annotator.agreement.report import Estimate, PersonRow
from annotator.agreement.tally import SETS, PairTally, Tally
from annotator.core.compare.sense import ATTRIBUTION, SPEAKERS, Sense
from annotator.core.span import length


def person(name: str, tallies: Sequence[Tally], sense: Sense) -> PersonRow:
    """One annotator over the articles of the comparison."""
    own = [each for each in tallies if name in each.readers]
    # Seen from this one: the others come first (the reference), this one second, so that signs and rates are one's own.
    pairs = [facing(pair, held, name) for each in own for pair, held in each.pairs.items() if name in pair]
    ones = [1] * len(pairs)
    seen = pairwise.total([each.pairing for each in pairs], ones)
    found, shared = recall_from(seen), precision_from(seen)
    claims = [claim for each in own for claim in each.layers[name]]
    sizes = [length(claim.pieces(sense.role)) for claim in claims]
    rows: Mapping[str, list[Rows]] = {key: [each.fields[key] for each in pairs] for key in sense.keys}
    return PersonRow(
        name=name,
        articles=len(own),
        claims=len(claims),
        words=sum(each.words for each in own),
        found=Estimate(*found),
        shared=Estimate(*shared),
        length=sum(sizes) / len(sizes) if sizes else None,
        boundary=boundaries([boundary.total([each.offsets for each in pairs], ones)]),
        bias={
            key: bias(rows[key], key, sense)
            for key in sense.keys
            if key not in (SPEAKERS, ATTRIBUTION) and sense.level(key) not in SETS
        },
        alphas=pair_alphas(rows, sense),
    )


def facing(pair: tuple[str, str], held: PairTally, name: str) -> PairTally:
    """The pair with `name` as its second."""
    if pair[1] == name:
        return held
    one = held.pairing
    turned = Pairing(one.second, one.first, one.exact, one.matched, one.overlap, one.matched_overlap)
    offsets = Offsets(
        {-at: n for at, n in held.offsets.starts.items()}, {-at: n for at, n in held.offsets.ends.items()}
    )
    fields: dict[str, Rows] = {
        key: Counter({(two, one): n for (one, two), n in rows.items()}) for key, rows in held.fields.items()
    }
    return PairTally(turned, offsets, fields, ())


def bias(met: Sequence[Rows], key: str, sense: Sense) -> Mapping[str, float]:
    """Value → the second's share minus the first's on the same claims; empty when there are none."""
    first: defaultdict[Hashable, float] = defaultdict(float)
    second: defaultdict[Hashable, float] = defaultdict(float)
    for rows in met:
        for (one, two), n in rows.items():
            first[one] += n
            second[two] += n
    size = sum(first.values())
    return {
        written(value): (second[value] - first[value]) / size
        for value in in_order({*first, *second}, key, sense)
        if size
    }
