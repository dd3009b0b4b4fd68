// question: From which characters of which article was a claim read?
// note: The claim as it is, negated and unreal ones too.
// param: claim string -- the id of a claim, as other queries show it
// example: kg query evidence --param claim=0123456789abcdef --from news.kgl
MATCH (c:Claim {id: $claim})-[:SUBJECT]->(s), (c)-[:OBJECT]->(o)
MATCH (c)-[:EVIDENCED_BY]->(e:Evidence)-[:IN]->(a:Article)
RETURN s.name AS subject, c.predicate AS predicate, c.negated AS negated, c.modality AS modality, o.name AS object, a.uri AS article,
       e.`start` AS start_char, e.`end` AS end_char, e.before AS before, e.quote AS quote, e.after AS after, e.extractor AS extractor, e.id AS evidence
ORDER BY article, start_char, evidence
