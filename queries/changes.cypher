// question: Where did an actor first hold and later deny a position, or the reverse?
// note: Compares a plain claim and its negation by the days of their evidence.
// param: actor string -- name, or part of it
// example: kg query changes --param actor=Trump --from news.kgl
MATCH (s:Actor)-[r]->(o)
WHERE r.negated = false AND toLower(s.name) CONTAINS toLower($actor)
MATCH (s)-[n]->(o)
WHERE n.negated = true AND type(n) = type(r) AND n.first <> r.first
RETURN s.name AS actor, type(r) AS predicate, o.name AS object, r.first AS affirmed, n.first AS negated, r.id AS claim
ORDER BY actor, predicate, object, affirmed, claim
