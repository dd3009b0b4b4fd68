// question: Who speaks for whom, and when was it said?
// note: Only claims that are not negated and asserted.
// example: kg query spokespersons --from news.kgl
MATCH (s:Actor)-[r:SPEAKS_FOR]->(o)
WHERE NOT r.negated AND r.modality = 'asserted'
RETURN s.name AS speaker, o.name AS principal, r.first AS first, r.last AS last, r.articles AS articles, r.id AS claim
ORDER BY speaker, principal, first, claim
