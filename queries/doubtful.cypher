// question: Which claims is kg least sure of, for somebody to read?
// note: Confidence is the share of such claims that were right on coded news; the extractor says which step found it.
// param: below number = 0.6 -- the highest confidence
// param: limit integer = 50 -- rows at most
// example: kg query doubtful --from news.kgl
MATCH (c:Claim)-[:EVIDENCED_BY]->(e:Evidence)
WHERE e.confidence <= $below
MATCH (c)-[:SUBJECT]->(s), (c)-[:OBJECT]->(o)
RETURN s.name AS subject, c.predicate AS predicate, c.negated AS negated, o.name AS object, e.confidence AS confidence,
       e.extractor AS extractor, e.quote AS quote, e.id AS evidence
ORDER BY confidence, subject, predicate, evidence
LIMIT $limit
