"""Quotes as tab-separated lines: article, annotator, id, start, end, words. An example of a format for annotator."""

from annotator.core.claim import Claim
from annotator.core.errors import Fault
from annotator.core.records.dataset import Dataset, layers_of
from annotator.core.records.format import Part, Reading
from annotator.core.span import Span

HEAD = b"article\tannotator\tid\tstart\tend\twords\n"


class QuotesFormat:
    """The first piece of each claim's content, and nothing else."""

    name = "quotes"
    help = "tab-separated lines of quoted words (an example)"
    suffix = ".tsv"

    def recognises(self, names, head):
        """Whether a file begins with our own first line."""
        return head.startswith(HEAD)

    def write(self, data, losses):
        """A line for each claim; what has no home is counted."""
        role = data.scheme.primary.key
        yield Part("", HEAD)
        for article, layers in data.by_article():
            for layer, content in layers:
                for claim in content.claims:
                    pieces = claim.pieces(role)
                    if not pieces:
                        losses.add("claims without words")
                        continue
                    losses.add("further pieces", len(pieces) - 1)
                    losses.add("values of fields", len(claim.fields))
                    losses.wrote("claims")
                    start, end = pieces[0]
                    words = article.text[start:end].replace("\n", " ")
                    cells = (article.id, layer.annotator, claim.id, str(start), str(end), words)
                    yield Part("", ("\t".join(cells) + "\n").encode("utf-8"))

    def read(self, sources, known, wanted):
        """The claims of the lines. Every line that does not fit the text is a fault with its place."""
        role = known.scheme.primary.key
        claims, faults = [], []
        for source in sources:
            with source.open() as stream:
                for number, raw in enumerate(stream, 1):
                    if raw == HEAD:
                        continue
                    claim, what = self._claim(raw, role, known, wanted)
                    if claim is not None:
                        claims.append(claim)
                    else:
                        faults.append(Fault(what, file=source.name, line=number))
        layers = layers_of(claims, wanted.status)
        return Reading(Dataset(layers=layers, scheme=known.scheme), tuple(faults))

    def _claim(self, raw, role, known, wanted):
        try:
            id, annotator, name, start, end, words = raw.decode("utf-8").rstrip("\n").split("\t")
            span = Span(int(start), int(end))
        except ValueError:
            return None, "the line has not six cells of UTF-8 text with whole numbers for start and end"
        article = known.articles.get(id)
        if article is None:
            return None, f"there is no article {id!r}"
        if not 0 <= span.start < span.end or article.text[slice(*span)].replace("\n", " ") != words:
            return None, "the words are not those of the article at this place"
        claim = Claim(
            name,
            id,
            wanted.annotator or annotator,
            wanted.round or "main",
            wanted.layer or "human",
            spans={role: (span,)},
        )
        return claim, ""


FORMAT = QuotesFormat()
