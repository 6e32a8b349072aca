"""The native claims export: one claim per line, self-contained, made to be trained on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.core.records.bare import ADDRESS, bare_claim
from annotator.core.records.canonical import canonical
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Losses, Part, Reading, Source, Wanted
from annotator.core.records.line import CLAIMS_FORMAT, Context, claim_line
from annotator.core.records.splice import Splicer


class ClaimsFormat:
    """`claims/1`: JSON Lines of claims."""

    name = "claims"
    help = "one claim per line, with its words, speakers and fields (JSON Lines)"
    suffix = ".jsonl"
    place = "native/claims.jsonl"
    bare = True

    def read(self, sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
        """The claims of the sources. Their articles must be in `known`."""
        from annotator.formats.gathering import Gathering
        from annotator.formats.intake import lines
        from annotator.formats.own_form import OwnForm

        gathering = Gathering(known, wanted)
        given = {"annotator": wanted.annotator} if wanted.annotator else {}
        own = OwnForm(gathering, given)
        for source in sources:
            for taken in lines(source, CLAIMS_FORMAT, given, own.take):
                gathering.claim(taken)
        return gathering.reading()

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """A part for each article: its layers' claims, speakers resolved through merges."""
        context = Context(data.speakers, data.scheme)
        splicer = Splicer(context) if data.scheme and data.texts else None
        for article, layers in data.walk():
            written: list[bytes] = []
            for layer in layers:
                stored = data.stored(layer) if splicer else None
                spliced = splicer.lines(stored.cuts, article, layer) if splicer and stored else None
                if spliced:
                    written += spliced
                    continue
                content = data.content(layer)
                if content.status == "done" and not content.claims:
                    losses.add("layers that are done and have no claims")
                for claim in content.claims:
                    line = claim_line(claim, article, context)
                    if not data.texts:
                        line = bare_claim(line, str(article.meta.get(ADDRESS) or ""))
                    written.append(canonical(line))
            losses.wrote("claims", len(written))
            if written:
                yield Part("", b"\n".join([*written, b""]))
            else:
                losses.add("articles without claims")


FORMAT = ClaimsFormat()
