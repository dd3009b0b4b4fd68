"""Records made by hand, for tests that need no extraction."""

from kg.model import Article, Claim, Entity, Mention, Record, Span, Statement

TEXT = "Lena Ortiz, a spokeswoman for Ana Duarte, said on Monday that Duarte ruled out ground troops."


def briefing(uri: str = "briefing.txt", published: str = "2024-05-07", outlet: str = "Harbour News") -> Record:
    """One article in which a spokeswoman says what her principal rules out."""
    return record_of(TEXT, uri=uri, published=published, outlet=outlet)


def record_of(text: str, *, uri: str, published: str = "2024-05-07", outlet: str = "Harbour News") -> Record:
    """The same claims over another ``text``, with spans that lie inside it."""
    article = Article(text=text, uri=uri, published=published, outlet=outlet)
    whole = (Span(0, len(text)),)
    return Record(
        article=article,
        entities=(
            Entity(id="local:lena-ortiz", name="Lena Ortiz", type="Person", mentions=(_mention(text),)),
            Entity(id="local:ana-duarte", name="Ana Duarte", type="Person", aliases=("Duarte",)),
            Entity(id="topic:ground-troops", name="ground troops", type="Topic"),
        ),
        statements=(
            Statement(
                id=f"{article.id}:s1",
                speaker="local:lena-ortiz",
                act="say",
                form="indirect",
                source=(Span(0, 4),),
                cue=(Span(5, 6),),
                content=whole,
                text="Duarte ruled out ground troops",
                on_behalf_of="local:ana-duarte",
                said_on="2024-05-06",
            ),
        ),
        claims=(
            Claim(
                id=f"{article.id}:c1",
                subject="local:lena-ortiz",
                predicate="speaksFor",
                object="local:ana-duarte",
                evidence=(Span(0, 9),),
            ),
            Claim(
                id=f"{article.id}:c2",
                subject="local:ana-duarte",
                predicate="rulesOut",
                object="topic:ground-troops",
                evidence=whole,
                statement=f"{article.id}:s1",
                when="2024-05-06",
                plover="REJECT",
            ),
        ),
    )


def _mention(text: str) -> Mention:
    return Mention(start=0, end=4, text=text[:4], kind="name")
