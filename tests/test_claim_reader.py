"""The reader of claims: what it is told of words, and what becomes of what it finds."""

import numpy as np
import pytest
from spacy.tokens import Doc

from kg.extraction.assemble import to_record
from kg.extraction.confidence import UNREAD, Confidence, load_confidence
from kg.extraction.frames import find_matches, load_frames
from kg.extraction.hints import FRAME, IN_FRAMES, NO_FRAME, Parse, Seen, log_prior, new_lexicon
from kg.extraction.layers import set_article
from kg.extraction.pipeline import extract_article, make_pipeline
from kg.extraction.read_claims import read_claims
from kg.extraction.reader.claims import FoundClaim
from kg.extraction.reader.onnx import load_claim_reader, load_reader
from kg.extraction.reader.words import read_paragraphs
from kg.model import Article, Record
from kg.ontology import load_ontology

PREDICATES = ("blocks", "criticizes", "rulesOut")
ASSERTED = (1.0, 0.0, 0.0, 0.0, 0.0)
"""The modality of what the reader is sure that it is said to be so."""
TEXT = "Ana Duarte ruled out the harbour fee. She denounced the envoys."


def parsed(text: str) -> Doc:
    nlp = make_pipeline()
    doc = nlp.make_doc(text)
    set_article(doc, Article(text=text))
    for name, step in nlp.pipeline:
        if name not in ("kg_readers", "kg_attribution", "kg_coref", "kg_claims"):
            doc = step(doc)
    return doc


def words_of(text: str) -> list[str]:
    paragraphs = read_paragraphs(text, load_reader("attribution").tokenizer)
    return [text[start:end] for paragraph in paragraphs for start, end in paragraph.spans]


def test_words_are_told_what_frames_and_coded_texts_say_of_them() -> None:
    seen = {"fee": Seen(3, np.array([0, 0, 0], np.float32)), "envoy": Seen(8, np.array([0, 2, 0], np.float32))}
    lexicon = new_lexicon(PREDICATES, seen)
    doc = parsed(TEXT)
    (paragraph,) = read_paragraphs(TEXT, load_reader("attribution").tokenizer)
    words = words_of(TEXT)
    hints = lexicon.hints(Parse(doc, find_matches(doc, load_frames())).words(paragraph))
    framed = dict(zip(words, hints.framed.tolist(), strict=True))
    assert [framed[word] for word in ("ruled", "out", "denounced", "fee")] == [FRAME, FRAME, FRAME, NO_FRAME]
    assert hints.frames[words.index("ruled")].tolist() == [0, 0, 1]
    assert hints.counts[words.index("envoys")].tolist() == [0, 2, 0]
    buckets = dict(zip(words, hints.buckets.tolist(), strict=True))
    assert buckets["denounced"] == 1 < buckets["fee"] < buckets["envoys"]

    own = {"envoy": Seen(8, np.array([0, 2, 0], np.float32))}
    apart = lexicon.hints(Parse(doc, []).words(paragraph), own)
    assert apart.counts[words.index("envoys")].tolist() == [0, 0, 0]
    assert apart.buckets[words.index("envoys")] == 1
    assert apart.framed[words.index("denounced")] == IN_FRAMES


def test_prior_is_even_where_nothing_was_seen_and_leans_to_what_was() -> None:
    shares = np.array([0.5, 0.3, 0.2], np.float32)
    assert log_prior(np.zeros(3, np.float32), shares) == pytest.approx(np.zeros(3), abs=1e-6)
    assert log_prior(np.array([0, 0, 4], np.float32), shares).argmax() == 2


def test_every_predicate_of_the_reader_is_in_the_ontology() -> None:
    reader, lexicon = load_claim_reader()
    assert set(reader.settings.predicates) <= set(load_ontology().predicates)
    assert lexicon.shares.sum() == pytest.approx(1, abs=0.05)


def test_what_is_read_is_told_by_the_frames_too() -> None:
    record = extract_article(Article(text=TEXT))
    assert isinstance(record, Record)
    found = {(claim.predicate, claim.extractor) for claim in record.claims}
    assert {("rulesOut", "frames+reader"), ("criticizes", "frames+reader")} <= found


def test_passive_without_agent_is_nobodys_claim() -> None:
    text = "“The envoys were attacked in a shameful way,” said Ana Duarte."
    doc = parsed(text)
    attacked, shameful = text.index("attacked"), text.index("shameful")
    doc._.kg_found_claims = [
        FoundClaim("attacks", (attacked, attacked + 8), None, (1, 11), 0.9, ASSERTED),
        FoundClaim("criticizes", (shameful, shameful + 8), None, (1, 11), 0.9, ASSERTED),
    ]
    assert [(claim["predicate"], claim["subject"]) for claim in read_claims(doc)] == [("criticizes", None)]


def test_who_is_convicted_convicts_nobody() -> None:
    text = "Ivo Brandt was convicted of fraud."
    doc = parsed(text)
    cue = text.index("convicted")
    doc._.kg_found_claims = [FoundClaim("convicts", (cue, cue + 9), (0, 10), (cue + 13, cue + 18), 0.9, ASSERTED)]
    assert not list(read_claims(doc))


@pytest.mark.parametrize(
    ("verb", "modalities", "wanted"),
    [
        ("opposed", (0.1, 0.0, 0.8, 0.1, 0.0), "intended"),
        ("opposed", (0.4, 0.4, 0.2, 0.0, 0.0), "asserted"),
        ("might oppose", (0.1, 0.0, 0.8, 0.1, 0.0), "possible"),
    ],
)
def test_a_claim_is_put_as_the_reader_hears_it_where_the_words_tell_nothing(
    verb: str, modalities: tuple[float, ...], wanted: str
) -> None:
    text = f"Ana Duarte {verb} the harbour fee."
    doc = parsed(text)
    oppose, fee = text.index("oppose"), text.index("the harbour")
    spans = (oppose, oppose + len(verb.split()[-1])), (0, 10), (fee, len(text) - 1)
    doc._.kg_found_claims = [FoundClaim("opposes", *spans, 0.9, modalities)]
    assert [claim["modality"] for claim in read_claims(doc)] == [wanted]


def test_stance_without_a_subject_is_the_speakers() -> None:
    text = "“It was a terrible deal,” said Ana Duarte."
    assert told(text, ("criticizes", "", "terrible", "deal")) == [("Ana Duarte", "Person", "deal")]


@pytest.mark.parametrize(
    ("text", "found", "wanted"),
    [
        (
            "The cyclists of Norland hammered the harbour fee.",
            ("criticizes", "The cyclists of Norland", "hammered", "the harbour fee"),
            ("cyclists of Norland", "Group", "harbour fee"),
        ),
        (
            "The treaty frowns on spies.",
            ("opposes", "The treaty", "frowns", "spies"),
            ("treaty", "Document", "spies"),
        ),
        (
            "Russian mischief in the vote was proven.",
            ("interferesIn", "Russian", "mischief", "the vote"),
            ("Russia", "Country", "vote"),
        ),
        (
            "Ana Duarte said that the cyclists were a menace.",
            ("criticizes", "Ana Duarte said that the cyclists", "menace", "the cyclists"),
            ("Ana Duarte", "Person", "cyclists"),
        ),
        (
            "“We are sick of the fee,” Ana Duarte said.",
            ("opposes", "We", "sick", "the fee"),
            ("Ana Duarte", "Person", "fee"),
        ),
    ],
)
def test_subjects_that_no_list_of_actors_has(
    text: str, found: tuple[str, str, str, str], wanted: tuple[str, str, str]
) -> None:
    assert told(text, found) == [wanted]


def told(text: str, found: tuple[str, str, str, str]) -> list[tuple[str, str, str]]:
    """Subject, its class, and object of what kg makes of the one claim that the reader is made to find."""
    predicate, subject, cue, target = found
    nlp = make_pipeline()
    doc = nlp.make_doc(text)
    set_article(doc, Article(text=text))
    for name, step in nlp.pipeline:
        doc = step(doc)
        if name == "kg_readers":
            doc._.kg_matches = []
            spans = [(text.index(words), text.index(words) + len(words)) for words in (subject, cue, target)]
            doc._.kg_found_claims = [
                FoundClaim(predicate, spans[1], spans[0] if subject else None, spans[2], 0.9, ASSERTED)
            ]
    record = to_record(doc, Article(text=text))
    by_id = {entity.id: entity for entity in record.entities}
    return [
        (by_id[claim.subject].name, by_id[claim.subject].type, by_id[claim.object].name)
        for claim in record.claims
        if claim.predicate == predicate
    ]


def test_confidence_rises_with_the_score_and_is_told_by_step() -> None:
    curves = Confidence(0.2, {}, {"frames": (0.5, 1.0)})
    assert curves.of("frames", 0.0) == curves.of("frames", UNREAD) < curves.of("frames", 0.5)
    assert curves.of("reader", 0.4) == pytest.approx(0.4)
    shipped = load_confidence()
    assert {"frames", "reader", "roles"} <= set(shipped.curves)
    assert 0 < shipped.keep < 1
